#include "app/cli/commands.h"

namespace lectern {

static constexpr const char* kFooter =
    "Exit codes: 0 done; 1 some pages or inputs failed; 2 wrong arguments; 3 input unreadable or encrypted;\n"
    "4 model missing or invalid; 5 device or memory; 6 output could not be written; 130 interrupted.";

void add_commands(CLI::App& app, int& exit) {
    app.name("lectern-cli");
    app.description("Reads PDFs and pictures on this machine.");
    app.set_version_flag("--version", std::string("lectern-cli ") + LECTERN_VERSION);
    app.require_subcommand(1);
    app.footer(kFooter);
    add_read_command(app, exit);
    add_ask_command(app, exit);
    add_models_command(app, exit);
    add_devices_command(app, exit);
    add_trace_command(app, exit);
    add_masks_command(app, exit);
}

}  // namespace lectern
