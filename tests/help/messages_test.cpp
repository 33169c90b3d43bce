// Every message of the program has its entry in resources/help/messages.md, and every entry its message.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "tests/help/code_messages.h"

namespace lectern {

using test::CodeMessage;
static const char* kChapter = "resources/help/messages.md";

// "## Could not open the PDF" is the heading of the attempt "open the PDF"; a line below it begins with what is
// explained:
// - `it has no pages`, `it is empty`: what that means and what to do
struct Chapter {
    std::set<std::string> attempts;
    std::map<std::string, int> texts;  // and their line
};

static Chapter read_chapter() {
    Chapter chapter;
    std::ifstream in(kChapter);
    const std::string heading = "## Could not ";
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.starts_with(heading)) chapter.attempts.insert(line.substr(heading.size()));
        if (!line.starts_with("- `")) continue;
        const size_t head = line.find("`: ");
        for (size_t at = 2; at < head && head != std::string::npos;) {
            const size_t end = line.find('`', at + 1);
            chapter.texts[line.substr(at + 1, end - at - 1)] = number;
            at = line.find('`', end + 1);
        }
    }
    return chapter;
}

// The attempt a message without one of its own belongs to: another of the same file, else none.
static std::string heading_for(const CodeMessage& message, const std::vector<CodeMessage>& all) {
    if (!message.attempted.empty()) return message.attempted[0];
    for (const CodeMessage& m : all)
        if (m.file == message.file && !m.attempted.empty()) return m.attempted[0];
    return {};
}

TEST(Messages, EachHasAnEntryInTheGuide) {
    const std::vector<CodeMessage> all = test::messages_of_program(".");
    ASSERT_GT(all.size(), 150u) << "run in the repository";
    const Chapter chapter = read_chapter();
    std::set<std::string> said;
    for (const CodeMessage& m : all) {
        const std::string place = m.file + ":" + std::to_string(m.line);
        for (const std::string& attempt : m.attempted)
            if (said.insert("## " + attempt).second) {
                EXPECT_TRUE(chapter.attempts.contains(attempt))
                    << place << " can say “Could not " << attempt << "”. Add to " << kChapter
                    << " the heading\n## Could not " << attempt
                    << "\nand below it a sentence or two: when this happens and what to do.";
            }
        const std::string heading = heading_for(m, all);
        for (const std::string& text : m.texts)
            if (said.insert(text).second) {
                EXPECT_TRUE(chapter.texts.contains(text))
                    << place << " can say “" << text << "”. Add to " << kChapter
                    << (heading.empty() ? ", under the heading it belongs to,"
                                        : ", under “## Could not " + heading + "”,")
                    << " the line\n- `" << text << "`: what it means and what to do";
            }
    }
}

TEST(Messages, NoEntryIsOfAMessageThatIsGone) {
    std::set<std::string> texts, attempts;
    for (const CodeMessage& m : test::messages_of_program(".")) {
        texts.insert(m.texts.begin(), m.texts.end());
        attempts.insert(m.attempted.begin(), m.attempted.end());
    }
    const Chapter chapter = read_chapter();
    for (const auto& [text, line] : chapter.texts)
        EXPECT_TRUE(texts.contains(text))
            << kChapter << ":" << line << ": nothing says `" << text << "` any more. Take it out of that line.";
    for (const std::string& attempt : chapter.attempts)
        EXPECT_TRUE(attempts.contains(attempt))
            << kChapter << ": nothing says “Could not " << attempt << "” any more. Take the heading out.";
}

static std::vector<CodeMessage> in_code(const std::string& code) {
    return test::messages_in(code, "core/some.cpp");
}

TEST(CodeMessages, PartsOfAnErrorAreFoundHoweverTheyAreWritten) {
    const auto found = in_code(R"(
        // .found = "not this one: a comment"
        throw Error({.fault = Fault::input, .attempted = "open the " + kind, .subject = path,
                     .expected = "at most " + std::to_string(n) + " pages",
                     .found = wide ? "a page that is too wide" : std::string("no ") + name, .advice = "make it smaller"});
    )");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].line, 3);
    EXPECT_EQ(found[0].attempted, std::vector<std::string>{"open the"});
    EXPECT_EQ(found[0].texts, (std::vector<std::string>{"at most … pages", "a page that is too wide"}));
}

TEST(CodeMessages, HelpersTakeTheirCallersWords) {
    const auto found = in_code(R"(
        static Error damaged(const std::string& name, const std::string& found, const std::string& advice) {
            return Error({.attempted = "read the list", .subject = name, .found = found, .advice = advice});
        }
        void read() { if (bad) throw damaged(file, "an entry " "twice", "take one out"); }
    )");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].texts, std::vector<std::string>{"an entry twice"});
    EXPECT_EQ(found[1].attempted, std::vector<std::string>{"read the list"});
}

TEST(CodeMessages, ListsOutputAndSentencesCount) {
    const auto found = in_code(R"(
        problems.push_back("tensor " + name + ": missing, expected " + shape);
        region.warnings.push_back("the table was mended");
        std::fprintf(stderr, "lectern-cli: %s has %lld pages\n", name, n);
        return "The answer was cut at its end.";
    )");
    std::vector<std::string> texts;
    for (const CodeMessage& m : found) texts.insert(texts.end(), m.texts.begin(), m.texts.end());
    EXPECT_EQ(texts, (std::vector<std::string>{"tensor …: missing, expected", "the table was mended", "has … pages",
                                               "The answer was cut at its end."}));
}

}  // namespace lectern
