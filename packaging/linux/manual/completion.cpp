#include "packaging/linux/manual/completion.h"

#include <algorithm>
#include <functional>

namespace lectern {

using Visit = std::function<void(const CommandText&)>;

static void each_command(const CommandText& command, const Visit& visit) {
    visit(command);
    for (const CommandText& c : command.commands) each_command(c, visit);
}

static std::string words(const CommandText& command) {
    std::string out;
    for (const CommandText& c : command.commands) out += c.path.back() + " ";
    for (const OptionText& o : command.options)
        if (!o.positional)
            for (const std::string& name : o.names) out += name + " ";
    if (!out.empty()) out.pop_back();
    return out;
}

static std::string joined(const std::vector<std::string>& parts, const char* with) {
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : with) + part;
    return out;
}

static std::string function_name(const CommandText& program) {
    std::string name = "_" + program.path[0];
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

static bool takes_files(const CommandText& command) {
    return std::any_of(command.options.begin(), command.options.end(),
                       [](const OptionText& o) { return o.positional; });
}

static std::string bash_values(const OptionText& o) {
    if (o.is_number()) return "";
    return o.choices.empty() ? "$(compgen -f -- \"$cur\")"
                             : "$(compgen -W '" + joined(o.choices, " ") + "' -- \"$cur\")";
}

// The command typed so far is found by walking its words; what follows an option is its choices, or files.
std::string bash_completion(const CommandText& program) {
    const std::string function = function_name(program);
    std::string out = "# bash completion for " + program.path[0] + "\n" + function +
                      "() {\n"
                      "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=" +
                      program.path[0] +
                      " word\n"
                      "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n        case \"$command $word\" in\n";
    each_command(program, [&](const CommandText& c) {
        if (c.path.size() > 1) out += "            '" + c.name() + "') command='" + c.name() + "' ;;\n";
    });
    out += "        esac\n    done\n    case \"$command:$prev\" in\n";
    each_command(program, [&](const CommandText& c) {
        for (const OptionText& o : c.options) {
            if (o.positional || o.value.empty()) continue;
            std::vector<std::string> patterns;
            for (const std::string& name : o.names) patterns.push_back("'" + c.name() + ":" + name + "'");
            out += "        " + joined(patterns, "|") + ") COMPREPLY=(" + bash_values(o) + "); return ;;\n";
        }
    });
    out += "    esac\n    local words= files=\n    case \"$command\" in\n";
    each_command(program, [&](const CommandText& c) {
        out += "        '" + c.name() + "') words='" + words(c) + "' files=" + (takes_files(c) ? "1" : "") + " ;;\n";
    });
    out +=
        "    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
        "    [[ $cur == -* || -z $files ]] || COMPREPLY+=($(compgen -f -- \"$cur\"))\n}\n"
        "complete -o filenames -F " +
        function + " " + program.path[0] + "\n";
    return out;
}

// Inside single quotes and brackets of _arguments.
static std::string zsh_text(const std::string& text) {
    std::string out;
    for (char c : text) {
        if (c == '\'') out += "'\\'";
        if (c == '[' || c == ']' || c == ':') out += '\\';
        out += c;
    }
    return out;
}

static std::string zsh_values(const OptionText& o) {
    if (o.is_number()) return " ";
    return o.choices.empty() ? "_files" : "(" + joined(o.choices, " ") + ")";
}

static std::string zsh_arguments(const CommandText& c, const std::string& indent) {
    std::string out = indent + "_arguments";
    for (const OptionText& o : c.options) {
        if (o.positional) continue;
        for (const std::string& name : o.names) {
            out += " \\\n" + indent + "    '" + (o.many ? "*" : "") + name + "[" + zsh_text(o.text) + "]";
            if (!o.value.empty()) out += ":" + zsh_text(o.value) + ":" + zsh_values(o);
            out += "'";
        }
    }
    if (!c.commands.empty()) {
        std::string names;
        for (const CommandText& sub : c.commands) names += sub.path.back() + "\\:\"" + zsh_text(sub.text) + "\" ";
        return out + " \\\n" + indent + "    '1:command:((" + names + "))' '*::arguments:_files'\n";
    }
    return out + (takes_files(c) ? " \\\n" + indent + "    '*:file:_files'\n" : "\n");
}

std::string zsh_completion(const CommandText& program) {
    const std::string function = function_name(program);
    std::string out =
        "#compdef " + program.path[0] + "\n" + function + "() {\n    local command=" + program.path[0] +
        " word\n    local -i depth=1\n    for word in ${words[2,CURRENT-1]}; do\n        case \"$command $word\" in\n";
    each_command(program, [&](const CommandText& c) {
        if (c.path.size() > 1) out += "            '" + c.name() + "') command='" + c.name() + "'; depth+=1 ;;\n";
    });
    out +=
        "        esac\n    done\n    # the words of the command itself are not arguments of it\n"
        "    words=(\"${words[1]}\" \"${(@)words[depth+1,-1]}\")\n    CURRENT=$((CURRENT - depth + 1))\n    case "
        "\"$command\" in\n";
    each_command(program, [&](const CommandText& c) {
        out += "        '" + c.name() + "')\n" + zsh_arguments(c, "            ") + "            ;;\n";
    });
    return out + "    esac\n}\n" + function + " \"$@\"\n";
}

static std::string fish_text(const std::string& text) {
    std::string out;
    for (char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

static std::string fish_condition(const CommandText& c) {
    if (c.path.size() == 1) return c.commands.empty() ? "" : " -n __fish_use_subcommand";
    std::string condition;
    for (size_t i = 1; i < c.path.size(); ++i)
        condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + c.path[i]);
    return " -n '" + condition + "'";
}

std::string fish_completion(const CommandText& program) {
    std::string out = "# fish completion for " + program.path[0] + "\n";
    each_command(program, [&](const CommandText& c) {
        const std::string begin = "complete -c " + program.path[0] + fish_condition(c);
        for (const CommandText& sub : c.commands)
            out += begin + " -f -a " + sub.path.back() + " -d '" + fish_text(sub.text) + "'\n";
        for (const OptionText& o : c.options) {
            if (o.positional) continue;
            out += begin;
            for (const std::string& name : o.names)
                out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
            if (!o.value.empty())
                out += o.is_number() ? " -x" : o.choices.empty() ? " -r" : " -x -a '" + joined(o.choices, " ") + "'";
            out += " -d '" + fish_text(o.text) + "'\n";
        }
    });
    return out;
}

}  // namespace lectern
