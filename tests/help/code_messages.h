// code_messages: the sentences the program can print, found in its sources.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::test {

// One place of the code. What is not written there (a name, a number) stands as "…".
struct CodeMessage {
    std::string file;  // relative to the repository
    int line = 0;
    std::vector<std::string> attempted;  // "open the PDF"; empty where this place does not say it
    std::vector<std::string> texts;      // what it expects, finds or warns of: "a shape of at most … sizes"
};

// Error{...} and the parts assigned to one, calls of functions that return an Error or do not return, lines added to
// `problems` and `warnings`, what is printed to standard error, and the window's problem texts.
std::vector<CodeMessage> messages_in(std::string_view source, const std::string& file);

// All .h and .cpp of core, gpu and app.
std::vector<CodeMessage> messages_of_program(const std::filesystem::path& repository);

}  // namespace lectern::test
