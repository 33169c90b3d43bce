#include "packaging/linux/manual/man_page.h"

#include <algorithm>

namespace lectern {

// Text that roff takes as it stands: hyphens stay hyphens, a leading point or quote is no request.
static std::string roff(const std::string& text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool line_begins = i == 0 || text[i - 1] == '\n';
        if (line_begins && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out;
}

static std::string joined(const std::vector<std::string>& words, const std::string& with) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : with) + word;
    return out;
}

static std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

static std::string synopsis(const CommandText& command) {
    std::string out = "\\fB" + roff(command.name()) + "\\fR";
    const bool has_options =
        std::any_of(command.options.begin(), command.options.end(), [](const OptionText& o) { return !o.positional; });
    if (has_options) out += " [\\fIoptions\\fR]";
    if (!command.commands.empty()) out += " \\fIcommand\\fR";
    for (const OptionText& o : command.options) {
        if (!o.positional) continue;
        const std::string name =
            "\\fI" + roff(o.names[0]) + "\\fR" + (o.many && o.names[0].find("…") == std::string::npos ? "..." : "");
        out += o.required || o.names[0][0] == '[' ? " " + name : " [" + name + "]";
    }
    return out;
}

static std::string option(const OptionText& o) {
    std::vector<std::string> names;
    for (const std::string& name : o.names) names.push_back("\\fB" + roff(name) + "\\fR");
    std::string out = ".TP\n" + joined(names, ", ");
    if (!o.value.empty() && !o.positional) out += " \\fI" + roff(o.value) + "\\fR";
    out += "\n" + roff(o.text) + (o.text.ends_with('.') ? "" : ".");
    if (!o.standard.empty()) out += " Default: " + roff(o.standard) + ".";
    if (o.required && !o.positional) out += " Required.";
    return out + "\n";
}

static std::string options(const CommandText& command) {
    std::string out;
    for (const OptionText& o : command.options) out += option(o);
    return out;
}

std::string man_page(const CommandText& command, const std::string& version, const std::vector<std::string>& see_also) {
    const std::string page = joined(command.path, "-");
    std::string out = ".TH " + upper(roff(page)) + " 1 \"\" \"Lectern " + version + "\" \"User Commands\"\n";
    std::string summary = command.text;
    if (summary.ends_with('.')) summary.pop_back();
    if (!summary.empty()) summary[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(summary[0])));
    out += ".SH NAME\n" + roff(page) + " \\- " + roff(summary) + "\n.SH SYNOPSIS\n" + synopsis(command) + "\n";
    for (const CommandText& c : command.commands)
        if (command.path.size() > 1) out += ".br\n" + synopsis(c) + "\n";
    out += ".SH OPTIONS\n" + options(command);
    if (!command.commands.empty()) out += ".SH COMMANDS\n";
    for (const CommandText& c : command.commands) {
        if (command.path.size() > 1)
            out += ".SS " + roff(c.name()) + "\n" + roff(c.text) + ".\n" + options(c);
        else
            out += ".TP\n\\fB" + roff(c.path.back()) + "\\fR\n" + roff(c.text) + ". See \\fB" +
                   roff(joined(c.path, "-")) + "\\fR(1).\n";
    }
    if (!command.footer.empty()) out += ".SH EXIT STATUS\n" + roff(command.footer) + "\n";
    if (!see_also.empty()) out += ".SH SEE ALSO\n";
    for (size_t i = 0; i < see_also.size(); ++i)
        out += "\\fB" + roff(see_also[i]) + "\\fR(1)" + (i + 1 < see_also.size() ? ",\n" : "\n");
    return out;
}

}  // namespace lectern
