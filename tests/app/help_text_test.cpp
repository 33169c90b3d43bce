// The guide's Markdown: blocks, marks, links that stay inside; the guide itself has no dead link.
#include <gtest/gtest.h>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <set>

#include "app/help_text.h"

namespace lectern {

static HelpTopic parsed(const char* markdown) {
    return parse_help(QStringLiteral("topic"), QString::fromUtf8(markdown));
}

TEST(HelpText, BlocksAreTold) {
    const HelpTopic t = parsed(
        "# A title\n\nOne paragraph\nof two lines.\n- first\n  goes on\n- second\n\n3. a step\n## Part (one), again\n\n"
        "```sh\n# no heading\n\n- no item\n```\n| a | b |\n| --- | --- |\n| `1` | <2> |\n# Another\n");
    const auto is = [&](size_t i, HelpBlock::Kind kind, const char* plain) {
        ASSERT_LT(i, t.blocks.size());
        EXPECT_EQ(t.blocks[i].kind, kind) << i;
        EXPECT_EQ(t.blocks[i].plain.toStdString(), plain);
    };
    EXPECT_EQ(t.title.toStdString(), "A title");
    is(0, HelpBlock::Heading, "A title");
    is(1, HelpBlock::Paragraph, "One paragraph of two lines.");
    is(2, HelpBlock::Bullet, "first goes on");
    is(3, HelpBlock::Bullet, "second");
    is(4, HelpBlock::Numbered, "a step");
    EXPECT_EQ(t.blocks[4].level, 3);
    is(5, HelpBlock::Heading, "Part (one), again");
    EXPECT_EQ(t.blocks[5].anchor.toStdString(), "part-one-again");
    is(6, HelpBlock::Code, "# no heading\n\n- no item");
    is(7, HelpBlock::Table, "a, b\n1, <2>");
    EXPECT_EQ(t.blocks[7].markup.toStdString(),
              "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>&lt;2&gt;</td></tr></table>");
    is(8, HelpBlock::Heading, "Another");
    EXPECT_EQ(t.blocks.size(), 9u);
}

TEST(HelpText, MarksBecomeRichTextAndNothingElseDoes) {
    const HelpTopic t = parsed(
        "`a<b` and **strong**, [inside](dpi.md#limits), [outside](https://example.org/x.md), <img "
        "src=\"http://e/x.png\"> 2 * 3 * 4");
    ASSERT_EQ(t.blocks.size(), 1u);
    EXPECT_EQ(t.blocks[0].markup.toStdString(),
              "<code>a&lt;b</code> and <b>strong</b>, <a href=\"dpi#limits\">inside</a>, outside, &lt;img "
              "src=&quot;http://e/x.png&quot;&gt; 2 * 3 * 4");
    ASSERT_EQ(t.blocks[0].links.size(), 1u);
    EXPECT_EQ(t.blocks[0].links[0].target.toStdString(), "dpi#limits");
}

TEST(HelpText, UnfinishedMarkdownEndsWithTheFile) {
    for (const char* text : {"```sh\nnever closed", "| a |", "- ", "#", "[a](", "`", "|", ""})
        EXPECT_NO_FATAL_FAILURE(parsed(text)) << text;
}

TEST(Guide, EveryLinkLeadsToAPlaceAndEveryTopicIsInTheIndex) {
    std::set<QString> places, topics;
    std::vector<HelpTopic> guide;
    for (const QString& name : QDir(QStringLiteral("resources/help")).entryList({QStringLiteral("*.md")})) {
        QFile file(QStringLiteral("resources/help/") + name);
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        guide.push_back(parse_help(name.chopped(3), QString::fromUtf8(file.readAll())));
        topics.insert(guide.back().id);
        places.insert(guide.back().id);
        for (const HelpBlock& block : guide.back().blocks)
            if (block.kind == HelpBlock::Heading) places.insert(guide.back().id + u'#' + block.anchor);
    }
    ASSERT_GE(guide.size(), 15u);
    for (const HelpTopic& topic : guide)
        for (const HelpBlock& block : topic.blocks)
            for (const HelpLink& link : block.links) {
                EXPECT_TRUE(places.contains(link.target))
                    << topic.id.toStdString() << ": " << link.target.toStdString();
                if (topic.id == u"index") topics.erase(link.target);
            }
    static const QRegularExpression wanted(QStringLiteral("helpTopic: \"([^\"]+)\""));
    QDirIterator views(QStringLiteral("qml"), {QStringLiteral("*.qml")}, QDir::Files, QDirIterator::Subdirectories);
    while (views.hasNext()) {
        QFile file(views.next());
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        const QRegularExpressionMatch m = wanted.match(QString::fromUtf8(file.readAll()));
        if (!m.hasMatch()) continue;
        EXPECT_TRUE(places.contains(m.captured(1)))
            << views.fileName().toStdString() << ": " << m.captured(1).toStdString();
    }
    topics.erase(QStringLiteral("index"));
    for (const QString& topic : topics)
        ADD_FAILURE() << "resources/help/index.md does not link to " << topic.toStdString() << ".md";
}

// The page of keys has the window's own list: a command that is added or changed wants its line there.
TEST(Guide, EveryKeyIsInIt) {
    QFile page(QStringLiteral("resources/help/keys.md"));
    ASSERT_TRUE(page.open(QIODevice::ReadOnly));
    const QString keys = QString::fromUtf8(page.readAll());
    static const QRegularExpression command(QStringLiteral("what: qsTr\\(\"([^\"]+)\"\\)\\s*sequence: \"([^\"]+)\""));
    int found = 0, listed = 0;
    QDirIterator views(QStringLiteral("qml/views"), {QStringLiteral("*Commands.qml")}, QDir::Files);
    while (views.hasNext()) {
        QFile file(views.next());
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        QRegularExpressionMatchIterator commands = command.globalMatch(QString::fromUtf8(file.readAll()));
        for (; commands.hasNext(); ++found) {
            const QRegularExpressionMatch m = commands.next();
            const QString line = QStringLiteral("\n| %1 | %2 |\n").arg(m.captured(2), m.captured(1));
            EXPECT_TRUE(keys.contains(line))
                << "resources/help/keys.md wants the line " << line.trimmed().toStdString();
        }
    }
    EXPECT_GE(found, 60);
    for (const QString& line : keys.split(u'\n')) listed += line.startsWith(QLatin1String("| ")) ? 1 : 0;
    EXPECT_EQ(listed, found + 9 + 12) << "keys that are no more: 9 digits, 6 tables of two lines of head";
}

}  // namespace lectern
