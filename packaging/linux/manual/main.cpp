// lectern-manual FOLDER [WINDOW_HELP]: manual pages and shell completions from the same parser that reads the
// arguments. WINDOW_HELP: a file with what `lectern --help` prints.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/cli/commands.h"
#include "packaging/linux/manual/completion.h"
#include "packaging/linux/manual/man_page.h"

using namespace lectern;
namespace fs = std::filesystem;

static void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

static std::string read_all(const char* file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(std::string("cannot read ") + file);
    return {std::istreambuf_iterator<char>(in), {}};
}

static void write_completions(const fs::path& folder, const CommandText& program) {
    const std::string& name = program.path[0];
    write(folder / "bash-completion" / name, bash_completion(program));
    write(folder / "zsh" / ("_" + name), zsh_completion(program));
    write(folder / "fish" / (name + ".fish"), fish_completion(program));
}

static void write_command_line(const fs::path& folder) {
    CLI::App app;
    int exit = 0;
    add_commands(app, exit);
    const CommandText program = read_command(app);
    std::vector<std::string> pages;
    for (const CommandText& c : program.commands) pages.push_back("lectern-cli-" + c.path.back());
    pages.push_back("lectern");
    write(folder / "man/cli/lectern-cli.1", man_page(program, LECTERN_VERSION, pages));
    for (const CommandText& c : program.commands)
        write(folder / "man/cli" / ("lectern-cli-" + c.path.back() + ".1"),
              man_page(c, LECTERN_VERSION, {"lectern-cli"}));
    write_completions(folder / "completions/cli", program);
}

static void write_window(const fs::path& folder, const std::string& help) {
    const CommandText program = read_window_help("lectern", help);
    write(folder / "man/window/lectern.1", man_page(program, LECTERN_VERSION, {"lectern-cli"}));
    write_completions(folder / "completions/window", program);
}

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: lectern-manual FOLDER [WINDOW_HELP]\n");
        return 2;
    }
    try {
        write_command_line(argv[1]);
        if (argc > 2) write_window(argv[1], read_all(argv[2]));
    } catch (const std::exception& e) {
        std::fprintf(stderr, "lectern-manual: %s\n", e.what());
        return 1;
    }
    return 0;
}
