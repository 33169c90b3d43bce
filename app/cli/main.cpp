// lectern-cli: reads documents without a display. DESIGN §3 is its contract.
#include <QString>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "app/cli/commands.h"
#include "core/base/error.h"

static constexpr int kWrongArguments = 2;
static constexpr int kMemory = 5;

// Libraries under Qt comment on every flaw of a damaged picture; what matters becomes an Error of ours.
static void silent_qt(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type == QtFatalMsg) std::fprintf(stderr, "lectern-cli: %s\n", qUtf8Printable(text));
}

static int run(CLI::App& app, int argc, char** argv, const int& exit) {
    try {
        app.parse(argc, argv);
        return exit;
    } catch (const CLI::CallForHelp& e) {
        return app.exit(e);
    } catch (const CLI::CallForAllHelp& e) {
        return app.exit(e);
    } catch (const CLI::CallForVersion& e) {
        return app.exit(e);
    } catch (const CLI::ParseError& e) {
        std::fprintf(stderr, "lectern-cli: %s.\nTry \"lectern-cli --help\".\n", e.what());
        return kWrongArguments;
    } catch (const lectern::Error& e) {
        std::fprintf(stderr, "lectern-cli: %s\n", e.what());
        return lectern::exit_code(e.fault());
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr,
                     "lectern-cli: There is not enough memory. Close other programs or choose a lower resolution.\n");
        return kMemory;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "lectern-cli: Something went wrong that the program did not expect: %s.\n", e.what());
        return kMemory;
    }
}

int main(int argc, char** argv) {
    qInstallMessageHandler(silent_qt);
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an output that could not be written
    CLI::App app;
    int exit = 0;
    lectern::add_commands(app, exit);
    return run(app, argc, argv, exit);
}
