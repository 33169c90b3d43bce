#include "app/trust.h"

#include <algorithm>

#include "core/base/error.h"

namespace lectern {

static constexpr int kSoon = 250;            // ms: several edits in a row are one
static constexpr size_t kKept = 8;           // pages whose evidence is kept
static constexpr double kDpi = 100;          // print is found in this many
static constexpr double kMostPixels = 2200;  // of the longer side: posters are drawn smaller

Trust::Trust(QObject* parent) : QObject(parent) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &Trust::checkNext);
}

Trust::~Trust() {
    m_background.stop();
}

void Trust::addDocument(OpenDocument* document, std::unique_ptr<PageSource> source) {
    m_documents[document->id] = {document, std::move(source)};
}

void Trust::removeDocument(int id) {
    m_documents.erase(id);
    std::erase_if(m_waiting, [id](PageRef p) { return p.document == id; });
    std::erase_if(m_kept, [id](const auto& kept) { return kept.first.document == id; });
    if (m_shown && m_shown->id == id) m_shown = nullptr;
}

void Trust::show(const OpenDocument* document) {
    m_shown = document;
    if (m_current >= 0) {
        m_current = -1;
        Q_EMIT currentChanged();
    }
    Q_EMIT changed();
}

static bool settled(const Page& page) {
    return page.state != PageState::reading && page.state != PageState::waiting;
}

const PageTrust* Trust::inView() const {
    if (!m_shown) return nullptr;
    auto it = m_shown->pages.find(m_shown->currentPage);
    if (it == m_shown->pages.end() || !it->second.trust || !settled(it->second.page)) return nullptr;
    return &*it->second.trust;
}

void Trust::pageChanged(int document, int page) {
    auto known = m_documents.find(document);
    if (known == m_documents.end()) return;
    auto entry = known->second.document->pages.find(page);
    if (entry == known->second.document->pages.end() || !settled(entry->second.page)) {
        if (m_shown == known->second.document) Q_EMIT changed();  // what was known of it is not any more
        return;
    }
    const PageRef ref{document, page};
    std::erase(m_waiting, ref);
    m_waiting.push_front(ref);  // what was just done is looked at
    m_soon.start();
}

// `page`: its size before it is turned.
static Rect turnedBox(const Rect& box, const PageInfo& page, int degrees) {
    switch (degrees) {
        case 90:
            return {page.height - box.y1, box.x0, page.height - box.y0, box.x1};
        case 180:
            return {page.width - box.x1, page.height - box.y1, page.width - box.x0, page.height - box.y0};
        case 270:
            return {box.y0, page.width - box.x1, box.y1, page.width - box.x0};
        default:
            return box;
    }
}

static PageEvidence gather(const PageSource& source, int page, int turn, std::stop_token stop) {
    PageEvidence evidence;
    const auto index = static_cast<size_t>(page);
    const PageInfo info = source.page_info(index);
    const double dpi = std::min(kDpi, kMostPixels * 72 / std::max(info.width, info.height));
    evidence.ink = find_ink(turned_picture(source.render(index, dpi, stop), turn), dpi, stop);
    evidence.words = source.words(index);
    for (LayerWord& word : evidence.words) word.box = turnedBox(word.box, info, turn);
    evidence.turn = turn;
    return evidence;
}

std::optional<PageEvidence> Trust::takeKept(PageRef page, int turn) {
    const auto at = std::find_if(m_kept.begin(), m_kept.end(), [&](const auto& kept) { return kept.first == page; });
    if (at == m_kept.end()) return {};
    PageEvidence evidence = std::move(at->second);
    m_kept.erase(at);
    if (evidence.turn != turn) return {};
    return evidence;
}

void Trust::checkNext() {
    if (m_busy || m_waiting.empty()) return;
    const PageRef ref = m_waiting.front();
    m_waiting.pop_front();
    auto known = m_documents.find(ref.document);
    if (known == m_documents.end() || !known->second.source) {
        checkNext();
        return;
    }
    m_busy = true;
    const int turn = known->second.document->arrangement.turn(ref.page);
    m_background.run(
        this,
        [source = std::move(known->second.source), page = known->second.document->pages[ref.page].page, ref, turn,
         evidence = takeKept(ref, turn)](std::stop_token stop) mutable {
            Outcome out;
            try {
                out.evidence = evidence ? std::move(evidence) : gather(*source, ref.page, turn, stop);
                out.trust = {check_ink(out.evidence->ink, page), compare_text_layer(out.evidence->words, page)};
            } catch (const Error&) {  // a page that cannot be drawn has said so elsewhere
                out.evidence.reset();
            }
            out.source = std::move(source);
            return out;
        },
        [this, ref](Outcome out) { checkDone(ref, std::move(out)); });
}

void Trust::checkDone(PageRef ref, Outcome out) {
    m_busy = false;
    if (auto known = m_documents.find(ref.document); known != m_documents.end()) {
        known->second.source = std::move(out.source);
        auto entry = known->second.document->pages.find(ref.page);
        if (out.evidence && entry != known->second.document->pages.end() && settled(entry->second.page)) {
            entry->second.trust = std::move(out.trust);
            m_kept.emplace_front(ref, *std::move(out.evidence));
            if (m_kept.size() > kKept) m_kept.pop_back();
            if (m_current >= findings().size()) m_current = -1;
            Q_EMIT checked(ref.document, ref.page);
            Q_EMIT changed();
            Q_EMIT currentChanged();
        }
    }
    checkNext();
}

static QRectF qrect(const Rect& r) {
    return {r.x0, r.y0, r.width(), r.height()};
}

static QVariantMap finding(Trust::Kind kind, int64_t region, const Rect& box, const LayerDifference& words = {}) {
    return {{QStringLiteral("kind"), kind},
            {QStringLiteral("region"), static_cast<int>(region)},
            {QStringLiteral("box"), qrect(box)},
            {QStringLiteral("layer"), QString::fromStdString(words.layer)},
            {QStringLiteral("read"), QString::fromStdString(words.read)},
            {QStringLiteral("mendable"), words.length > 0 && !words.layer.empty()}};
}

QVariantList Trust::findings() const {
    QVariantList out;
    const PageTrust* trust = inView();
    if (!trust) return out;
    for (const Rect& place : trust->ink.unread) out << finding(UnreadInk, 0, place);
    const Page& page = m_shown->pages.at(m_shown->currentPage).page;
    for (const int64_t id : trust->ink.inkless)
        for (const Region& region : page.regions)
            if (region.id == id) out << finding(Inkless, id, region.box);
    for (const LayerDifference& d : trust->layer.differences) out << finding(Different, d.region, d.box, d);
    return out;
}

QVariantMap Trust::findingAt(int number) const {
    const QVariantList all = findings();
    return number >= 0 && number < all.size() ? all[number].toMap() : QVariantMap();
}

QRectF Trust::currentBox() const {
    return m_current < 0 ? QRectF() : findingAt(m_current).value(QStringLiteral("box")).toRectF();
}

void Trust::goTo(int number) {
    const QVariantMap found = findingAt(number);
    if (found.isEmpty()) return;
    m_current = number;
    Q_EMIT regionWanted(found[QStringLiteral("region")].toInt());
    Q_EMIT placeWanted(found[QStringLiteral("box")].toRectF());
    Q_EMIT currentChanged();
}

void Trust::readPlace(int number) {
    static constexpr double kAround = 2;  // points
    const QVariantMap found = findingAt(number);
    if (found.isEmpty()) return;
    const QSizeF page(m_shown->pages.at(m_shown->currentPage).page.width,
                      m_shown->pages.at(m_shown->currentPage).page.height);
    const QRectF wide = found[QStringLiteral("box")].toRectF().adjusted(-kAround, -kAround, kAround, kAround);
    Q_EMIT readingWanted(wide.intersected(QRectF(QPointF(), page)));
}

void Trust::takeLayer(int number) {
    const QVariantMap found = findingAt(number);
    const PageTrust* trust = inView();
    if (!trust || !found.value(QStringLiteral("mendable")).toBool()) return;
    const size_t before = trust->ink.unread.size() + trust->ink.inkless.size();
    const LayerDifference& d = trust->layer.differences[static_cast<size_t>(number) - before];
    for (const Region& region : m_shown->pages.at(m_shown->currentPage).page.regions) {
        // The text may be another by now: what was compared is not there any more.
        if (region.id != d.region || d.from + d.length > region.content.size()) continue;
        std::string text = region.content;
        text.replace(d.from, d.length, d.layer);
        Q_EMIT textWanted(static_cast<int>(d.region), QString::fromStdString(text));
        return;
    }
}

}  // namespace lectern
