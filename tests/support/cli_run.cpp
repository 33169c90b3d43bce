#include "tests/support/cli_run.h"

#include "tests/support/tiny_pdf.h"

namespace lectern::test {

CliRun run_cli(const std::filesystem::path& folder, const std::string& arguments, const std::string& before) {
    const std::filesystem::path out = folder / ".stdout", err = folder / ".stderr";
    CliRun run;
    run.exit = run_command("cd '" + folder.string() + "' && " + before + " '" LECTERN_CLI "' " + arguments +
                           " > .stdout 2> .stderr");
    run.out = file_text(out);
    run.err = file_text(err);
    std::filesystem::remove(out);
    std::filesystem::remove(err);
    return run;
}

}  // namespace lectern::test
