#include "app/help_guide.h"

#include <QFile>
#include <algorithm>

namespace lectern {

static constexpr int kSnippet = 90;  // characters of text shown around what was found
static constexpr size_t kHits = 60;
static constexpr size_t kPast = 50;

static HelpTopic load(const QString& id) {
    QFile file(QStringLiteral(":/lectern/help/%1.md").arg(id));
    return file.open(QIODevice::ReadOnly) ? parse_help(id, QString::fromUtf8(file.readAll())) : HelpTopic{};
}

// The contents page, then what it links to, in that order.
static std::vector<HelpTopic> loadAll() {
    std::vector<HelpTopic> topics;
    topics.push_back(load(QStringLiteral("index")));
    std::vector<QString> wanted;
    for (const HelpBlock& block : topics[0].blocks)
        for (const HelpLink& link : block.links) wanted.push_back(link.target.section(u'#', 0, 0));
    for (const QString& id : wanted) {
        const bool known = std::any_of(topics.begin(), topics.end(), [&](const HelpTopic& t) { return t.id == id; });
        if (!known) topics.push_back(load(id));
    }
    return topics;
}

static QString snippet(const QString& text, const QString& word) {
    const QString line = text.simplified();
    const qsizetype found = std::max<qsizetype>(line.indexOf(word, 0, Qt::CaseInsensitive), 0);
    qsizetype begin = std::max<qsizetype>(found - kSnippet / 3, 0);
    if (begin > 0) begin = line.indexOf(u' ', begin) + 1;
    QString part = line.mid(begin, kSnippet);
    if (begin > 0) part.prepend(u'…');
    if (begin + kSnippet < line.size()) part.append(u'…');
    return part;
}

static bool holds(const QString& text, const QStringList& words) {
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& w) { return text.contains(w, Qt::CaseInsensitive); });
}

// Topics whose title has all words, then headings, then other blocks.
static std::vector<HelpHit> search(const std::vector<HelpTopic>& topics, const QStringList& words) {
    std::vector<HelpHit> titles, headings, texts;
    for (const HelpTopic& topic : topics)
        for (size_t i = 0; i < topic.blocks.size(); ++i) {
            const HelpBlock& block = topic.blocks[i];
            if (!holds(block.plain, words)) continue;
            const HelpHit hit{topic.title, i == 0 ? QString() : snippet(block.plain, words[0]),
                              QStringLiteral("%1@%2").arg(topic.id).arg(i)};
            (i == 0 ? titles : block.kind == HelpBlock::Heading ? headings : texts).push_back(hit);
        }
    titles.insert(titles.end(), headings.begin(), headings.end());
    titles.insert(titles.end(), texts.begin(), texts.end());
    if (titles.size() > kHits) titles.resize(kHits);
    return titles;
}

HelpGuide::HelpGuide(QObject* parent) : QObject(parent), m_topics(loadAll()) {
    std::vector<HelpHit> contents;
    for (const HelpTopic& topic : m_topics) contents.push_back({topic.title, {}, topic.id});
    m_contents.show(std::move(contents));
    show({});
}

QString HelpGuide::topic() const {
    return m_topics[static_cast<size_t>(m_topic)].id;
}

QString HelpGuide::title() const {
    return m_topics[static_cast<size_t>(m_topic)].title;
}

void HelpGuide::setQuery(const QString& query) {
    if (m_query == query) return;
    m_query = query;
    const QStringList words = query.simplified().split(u' ', Qt::SkipEmptyParts);
    m_hits.show(words.isEmpty() ? std::vector<HelpHit>() : search(m_topics, words));
    Q_EMIT queryChanged();
}

HelpGuide::Place HelpGuide::placeOf(const QString& target) const {
    const QString id = target.section(u'#', 0, 0).section(u'@', 0, 0);
    for (size_t t = 0; t < m_topics.size(); ++t) {
        if (m_topics[t].id != id) continue;
        const auto& blocks = m_topics[t].blocks;
        int block = std::clamp(target.section(u'@', 1).toInt(), 0, static_cast<int>(blocks.size()));
        for (size_t b = 0; b < blocks.size() && target.contains(u'#'); ++b)
            if (blocks[b].anchor == target.section(u'#', 1)) block = static_cast<int>(b);
        return {static_cast<int>(t), block};
    }
    return {};
}

void HelpGuide::open(const QString& target) {
    m_past.push_back({m_topic, m_block});
    if (m_past.size() > kPast) m_past.erase(m_past.begin());
    show(placeOf(target));
}

void HelpGuide::back() {
    if (m_past.empty()) return;
    const Place place = m_past.back();
    m_past.pop_back();
    show(place);
}

void HelpGuide::show(const Place& place) {
    m_topic = place.topic;
    m_block = place.block;
    const HelpTopic& topic = m_topics[static_cast<size_t>(m_topic)];
    std::vector<HelpHit> links;
    for (const HelpBlock& block : topic.blocks)
        for (const HelpLink& link : block.links) {
            const bool there =
                std::any_of(links.begin(), links.end(), [&](const HelpHit& h) { return h.target == link.target; });
            if (!there) links.push_back({link.text, {}, link.target});
        }
    m_links.show(std::move(links));
    m_article.show(&topic);
    Q_EMIT shown();
}

QString HelpGuide::topicOf(QQuickItem* item, const QString& otherwise) {
    if (item && !item->isVisible()) item = nullptr;  // the page view keeps the focus while nothing is open
    for (; item; item = item->parentItem())
        for (const QObject* part : {static_cast<const QObject*>(item), static_cast<const QObject*>(item->parent())}) {
            const QString topic = part ? part->property("helpTopic").toString() : QString();
            if (!topic.isEmpty()) return topic;
        }
    return otherwise;
}

}  // namespace lectern
