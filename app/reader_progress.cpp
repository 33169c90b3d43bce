// Reader: how far it is, in words.
#include <QLocale>

#include "app/reader.h"

namespace lectern {

double Reader::pagesDone() const {
    double done = m_queue.done();
    if (!m_reading) return done;
    const OpenDocument* document = m_documents.byId(m_reading->document);
    auto entry = document ? document->pages.find(m_reading->page) : std::map<int, PageEntry>::const_iterator{};
    return document && entry != document->pages.end() ? done + entry->second.part : done;
}

double Reader::progress() const {
    if (m_regionReading) {
        const double regions = static_cast<double>(m_regionReading->ids.size());
        return qBound(0.0, (static_cast<double>(m_regionReading->done) + m_regionReading->part) / regions, 1.0);
    }
    return m_queue.total() == 0 ? 0 : qBound(0.0, pagesDone() / m_queue.total(), 1.0);
}

QString Reader::progressText() const {
    const QLocale locale;
    if (m_regionReading) {
        if (m_regionReading->ids.size() == 1) return tr("Reading a region");
        return tr("Reading region %1 of %2")
            .arg(locale.toString(m_regionReading->done + 1), locale.toString(m_regionReading->ids.size()));
    }
    if (!m_reading) return {};
    const OpenDocument* document = m_documents.byId(m_reading->document);
    if (m_queue.total() == 1 && document)
        return tr("Reading page %1").arg(locale.toString(positionOf(*document, m_reading->page) + 1));
    return tr("Reading %1 of %2")
        .arg(locale.toString(std::min(m_queue.done() + 1, m_queue.total())), locale.toString(m_queue.total()));
}

double Reader::secondsSpent() const {
    return m_clock.isValid() ? static_cast<double>(m_clock.elapsed()) / 1000 : 0;
}

QString Reader::rateText() const {
    const double seconds = secondsSpent();
    const auto tokens = static_cast<double>(m_tokens + m_pageTokens);
    if (!m_reading || seconds < 0.5 || tokens < 1) return {};
    return tr("%1 tok/s").arg(QLocale().toString(qRound64(tokens / seconds)));
}

QString Reader::timeLeftText() const {
    const double seconds = secondsSpent();
    const double done = pagesDone();
    if (!m_reading || done < 0.05 || seconds < 1) return {};
    const double left = seconds * (m_queue.total() - done) / done;
    if (left < 90) return tr("%1 s left").arg(std::max(1, qRound(left)));
    if (left < 5400) return tr("%1 min left").arg(qRound(left / 60));
    return tr("%1 h left").arg(QLocale().toString(left / 3600, 'f', 1));
}

QString Reader::paceText() const {
    QStringList parts{rateText(), timeLeftText()};
    parts.removeAll(QString());
    return parts.join(QStringLiteral("  ·  "));
}

}  // namespace lectern
