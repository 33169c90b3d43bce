// compile_shader: a build tool. One GLSL compute shader → SPIR-V for Vulkan 1.2, or many SPIR-V files → one C++ table.
//   compile_shader compile INPUT.comp OUTPUT.spv [-DNAME=VALUE…]
//   compile_shader embed OUTPUT.cpp NAME.spv…
#include <glslang/Public/ResourceLimits.h>
#include <glslang/Public/ShaderLang.h>
#include <glslang/SPIRV/GlslangToSpv.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <list>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_bytes(const fs::path& path, const std::string& bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

// #include "x.glsl" is looked up beside the shader.
class Includer final : public glslang::TShader::Includer {
 public:
    explicit Includer(fs::path folder) : folder_(std::move(folder)) {}
    IncludeResult* includeLocal(const char* name, const char*, size_t) override {
        try {
            texts_.push_back(read_text(folder_ / name));
        } catch (const std::exception&) {
            return nullptr;
        }
        results_.emplace_back(name, texts_.back().data(), texts_.back().size(), nullptr);
        return &results_.back();
    }
    void releaseInclude(IncludeResult*) override {}  // all live as long as the compilation

 private:
    fs::path folder_;
    std::list<std::string> texts_;
    std::list<IncludeResult> results_;
};

void compile(const fs::path& input, const fs::path& output, const std::vector<std::string>& definitions) {
    const std::string text = read_text(input), name = input.filename().string();
    std::string preamble = "#extension GL_GOOGLE_include_directive : require\n";
    for (const std::string& definition : definitions) {
        std::string line = definition;
        if (const size_t equals = line.find('='); equals != std::string::npos) line[equals] = ' ';
        preamble += "#define " + line + "\n";
    }

    glslang::TShader shader(EShLangCompute);
    const char* source = text.c_str();
    const char* file = name.c_str();
    const int length = static_cast<int>(text.size());
    shader.setStringsWithLengthsAndNames(&source, &length, &file, 1);
    shader.setPreamble(preamble.c_str());
    shader.setEnvInput(glslang::EShSourceGlsl, EShLangCompute, glslang::EShClientVulkan, 100);
    shader.setEnvClient(glslang::EShClientVulkan, glslang::EShTargetVulkan_1_2);
    shader.setEnvTarget(glslang::EShTargetSpv, glslang::EShTargetSpv_1_5);
    const auto messages = static_cast<EShMessages>(EShMsgSpvRules | EShMsgVulkanRules);
    Includer includer(input.parent_path());
    if (!shader.parse(GetDefaultResources(), 450, ENoProfile, false, false, messages, includer))
        throw std::runtime_error(shader.getInfoLog());
    glslang::TProgram program;
    program.addShader(&shader);
    if (!program.link(messages)) throw std::runtime_error(program.getInfoLog());

    std::vector<unsigned int> words;
    glslang::GlslangToSpv(*program.getIntermediate(EShLangCompute), words);
    write_bytes(output, {reinterpret_cast<const char*>(words.data()), words.size() * sizeof(words[0])});
}

void embed(const fs::path& output, const std::vector<std::string>& files) {
    std::string arrays, table;
    for (const std::string& file : files) {
        const std::string bytes = read_text(file), name = fs::path(file).stem().string();
        arrays += "const uint32_t " + name + "_words[] = {";
        for (size_t i = 0; i + 4 <= bytes.size(); i += 4) {
            char word[16];
            const auto byte = [&](size_t at) {
                return static_cast<uint32_t>(static_cast<unsigned char>(bytes[i + at]));
            };
            std::snprintf(word, sizeof word, "%s0x%x,", i % 64 == 0 ? "\n" : "",
                          byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24);
            arrays += word;
        }
        arrays += "\n};\n";
        table += "    {\"" + name + "\", " + name + "_words},\n";
    }
    write_bytes(
        output,
        "// Written by compile_shader.\n#include \"gpu/shaders/embedded.h\"\n\nnamespace lectern {\nnamespace {\n" +
            arrays + "const EmbeddedShader kShaders[] = {\n" + table +
            "};\n}  // namespace\nstd::span<const EmbeddedShader> embedded_shaders() { return kShaders; }\n"
            "}  // namespace lectern\n");
}

}  // namespace

int main(int count, char** values) {
    const std::vector<std::string> arguments(values + 1, values + count);
    try {
        if (arguments.size() < 3) throw std::runtime_error("usage: compile_shader compile|embed …");
        if (arguments[0] == "embed") {
            embed(arguments[1], {arguments.begin() + 2, arguments.end()});
            return 0;
        }
        std::vector<std::string> definitions;
        for (size_t i = 3; i < arguments.size(); ++i) definitions.push_back(arguments[i].substr(2));  // without -D
        glslang::InitializeProcess();
        compile(arguments[1], arguments[2], definitions);
        glslang::FinalizeProcess();
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
}
