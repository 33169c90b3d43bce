#include "app/help_text.h"

#include <QRegularExpression>

namespace lectern {

QString help_anchor(const QString& heading) {
    QString anchor;
    for (const QChar c : heading.toLower()) {
        if (c.isLetterOrNumber() || c == u'_' || c == u'-')
            anchor += c;
        else if (c == u' ')
            anchor += u'-';
    }
    return anchor;
}

// "dpi.md#a-second-number" → "dpi#a-second-number"; empty when it leads out of the guide.
static QString target_of(const QString& link) {
    static const QRegularExpression inside(QStringLiteral("^([a-z0-9-]+)\\.md(#[\\w-]+)?$"));
    const QRegularExpressionMatch m = inside.match(link);
    return m.hasMatch() ? m.captured(1) + m.captured(2) : QString();
}

// The marks of one line taken in: plain text, rich text and links.
static void read_inline(const QString& text, HelpBlock& block) {
    static const QRegularExpression mark(
        QStringLiteral("`(?<code>[^`]+)`|\\*\\*(?<strong>[^*]+)\\*\\*|\\[(?<name>[^\\]]+)\\]\\((?<link>[^)\\s]+)\\)"));
    int at = 0;
    const auto add = [&](const QString& plain, const QString& before, const QString& after) {
        block.plain += plain;
        block.markup += before + plain.toHtmlEscaped() + after;
    };
    QRegularExpressionMatchIterator marks = mark.globalMatch(text);
    while (marks.hasNext()) {
        const QRegularExpressionMatch m = marks.next();
        add(text.mid(at, m.capturedStart() - at), {}, {});
        at = static_cast<int>(m.capturedEnd());
        if (m.hasCaptured(QStringLiteral("code"))) {
            add(m.captured(QStringLiteral("code")), QStringLiteral("<code>"), QStringLiteral("</code>"));
        } else if (m.hasCaptured(QStringLiteral("strong"))) {
            add(m.captured(QStringLiteral("strong")), QStringLiteral("<b>"), QStringLiteral("</b>"));
        } else {
            const QString name = m.captured(QStringLiteral("name")).remove(u'`');
            const QString target = target_of(m.captured(QStringLiteral("link")));
            if (target.isEmpty()) {
                add(name, {}, {});
            } else {
                add(name, QStringLiteral("<a href=\"") + target.toHtmlEscaped() + QStringLiteral("\">"),
                    QStringLiteral("</a>"));
                block.links.push_back({name, target});
            }
        }
    }
    add(text.mid(at), {}, {});
}

static HelpBlock block_of(HelpBlock::Kind kind, int level, const QString& text) {
    HelpBlock block{.kind = kind, .level = level, .anchor = {}, .plain = {}, .markup = {}};
    read_inline(text, block);
    if (kind == HelpBlock::Heading) block.anchor = help_anchor(block.plain);
    return block;
}

static QStringList cells_of(QString row) {
    row = row.trimmed();
    row.remove(0, 1);
    if (row.endsWith(u'|')) row.chop(1);
    QStringList cells;
    for (const QString& cell : row.split(u'|')) {
        HelpBlock content;
        read_inline(cell.trimmed(), content);
        cells << content.plain;
    }
    return cells;
}

static HelpBlock table_of(const QStringList& lines) {
    HelpBlock table{
        .kind = HelpBlock::Table, .level = 0, .anchor = {}, .plain = {}, .markup = QStringLiteral("<table>")};
    for (int i = 0; i < lines.size(); ++i) {
        if (i == 1) continue;  // the rule under the head
        const QString cell = i == 0 ? QStringLiteral("th") : QStringLiteral("td");
        const QStringList cells = cells_of(lines[i]);
        table.plain += (i > 0 ? QStringLiteral("\n") : QString()) + cells.join(QStringLiteral(", "));
        table.markup += QStringLiteral("<tr>");
        for (const QString& text : cells)
            table.markup += u'<' + cell + u'>' + text.toHtmlEscaped() + QStringLiteral("</") + cell + u'>';
        table.markup += QStringLiteral("</tr>");
    }
    table.markup += QStringLiteral("</table>");
    return table;
}

HelpTopic parse_help(const QString& id, const QString& markdown) {
    static const QRegularExpression heading(QStringLiteral("^(#{1,3}) +(.+)$")), bullet(QStringLiteral("^- +(.+)$")),
        numbered(QStringLiteral("^(\\d+)\\. +(.+)$"));
    HelpTopic topic{.id = id, .title = id, .blocks = {}};
    const QStringList lines = markdown.split(u'\n');
    int i = 0;
    // The line's text and the lines that go on with it.
    const auto whole = [&](QString text) {
        for (++i; i < lines.size() && !lines[i].trimmed().isEmpty(); ++i) {
            const QString& line = lines[i];
            if (line.startsWith(u'#') || line.startsWith(u'|') || line.startsWith(QStringLiteral("```")) ||
                bullet.match(line).hasMatch() || numbered.match(line).hasMatch())
                break;
            text += u' ' + line.trimmed();
        }
        return text;
    };
    while (i < lines.size()) {
        const QString& line = lines[i];
        if (line.trimmed().isEmpty()) {
            ++i;
        } else if (line.startsWith(QStringLiteral("```"))) {
            QStringList code;
            for (++i; i < lines.size() && !lines[i].startsWith(QStringLiteral("```")); ++i) code << lines[i];
            ++i;
            const QString text = code.join(u'\n');
            topic.blocks.push_back({.kind = HelpBlock::Code, .level = 0, .anchor = {}, .plain = text, .markup = text});
        } else if (line.startsWith(u'|')) {
            QStringList rows;
            for (; i < lines.size() && lines[i].startsWith(u'|'); ++i) rows << lines[i];
            topic.blocks.push_back(table_of(rows));
        } else if (const auto m = heading.match(line); m.hasMatch()) {
            topic.blocks.push_back(block_of(HelpBlock::Heading, static_cast<int>(m.capturedLength(1)), m.captured(2)));
            if (topic.title == id) topic.title = topic.blocks.back().plain;
            ++i;
        } else if (const auto item = bullet.match(line); item.hasMatch()) {
            topic.blocks.push_back(block_of(HelpBlock::Bullet, 0, whole(item.captured(1))));
        } else if (const auto step = numbered.match(line); step.hasMatch()) {
            const int number = step.captured(1).toInt();
            topic.blocks.push_back(block_of(HelpBlock::Numbered, number, whole(step.captured(2))));
        } else {
            topic.blocks.push_back(block_of(HelpBlock::Paragraph, 0, whole(line.trimmed())));
        }
    }
    return topic;
}

}  // namespace lectern
