#include "tests/support/tiny_pdf.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace lectern::test {

static std::string page_object(const TinyPage& page, size_t content_number) {
    std::string s = "<</Type/Page/Parent 2 0 R";
    if (!page.media_box.empty()) s += "/MediaBox[" + page.media_box + "]";
    if (page.rotate != 0) s += "/Rotate " + std::to_string(page.rotate);
    return s + page.extra + "/Contents " + std::to_string(content_number) + " 0 R/Resources<</Font<</F1 3 0 R>>>>>>";
}

std::string tiny_pdf(const std::vector<TinyPage>& pages) {
    std::vector<std::string> objects{"<</Type/Catalog/Pages 2 0 R>>", "",
                                     "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
    std::string kids;
    for (const TinyPage& page : pages) {
        kids += std::to_string(objects.size() + 1) + " 0 R ";
        objects.push_back(page_object(page, objects.size() + 2));
        objects.push_back("<</Length " + std::to_string(page.content.size()) + ">>stream\n" + page.content +
                          "\nendstream");
    }
    objects[1] = "<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(pages.size()) + ">>";

    std::string out = "%PDF-1.4\n", table;
    for (size_t i = 0; i < objects.size(); ++i) {
        char entry[32];
        std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", out.size());
        table += entry;
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string count = std::to_string(objects.size() + 1);
    const size_t start = out.size();
    out += "xref\n0 " + count + "\n0000000000 65535 f \n" + table;
    return out + "trailer<</Size " + count + "/Root 1 0 R>>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

void write_file(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string file_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::filesystem::path fresh_folder(const std::string& name) {
    const auto folder = std::filesystem::temp_directory_path() / ("lectern-" + name + "-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return folder;
}

int run_command(const std::string& command) {
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace lectern::test
