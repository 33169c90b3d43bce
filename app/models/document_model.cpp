#include "app/models/document_model.h"

#include <algorithm>

namespace lectern {

static QString summaryOf(const OpenDocument& document) {
    int finished = 0, failed = 0, doubtful = 0;
    for (const auto& [index, entry] : document.pages) {
        finished += pageFinished(document, index) ? 1 : 0;
        failed += entry.page.state == PageState::failed ? 1 : 0;
        doubtful += entry.page.state == PageState::warnings || nothingFound(entry) ? 1 : 0;
    }
    const QString pages = DocumentModel::tr("%n page(s)", nullptr, document.pageCount);
    if (failed > 0) return DocumentModel::tr("✕ %1 of %2 read, %3 failed").arg(finished).arg(pages).arg(failed);
    if (finished == 0) return pages;
    const bool all = finished == document.pageCount;
    const QString read =
        all ? DocumentModel::tr("%1, read").arg(pages) : DocumentModel::tr("%1 of %2 read").arg(finished).arg(pages);
    if (doubtful > 0 && document.pageCount == 1) return DocumentModel::tr("⚠ %1, read with warnings").arg(pages);
    if (doubtful > 0) return DocumentModel::tr("⚠ %1, %n with warnings", nullptr, doubtful).arg(read);
    return all ? QStringLiteral("✓ ") + read : read;
}

int DocumentModel::add(std::unique_ptr<OpenDocument> document) {
    const int row = count();
    beginInsertRows({}, row, row);
    m_documents.push_back(std::move(document));
    endInsertRows();
    Q_EMIT countChanged();
    return row;
}

void DocumentModel::remove(int row) {
    beginRemoveRows({}, row, row);
    m_documents.erase(m_documents.begin() + row);
    endRemoveRows();
    Q_EMIT countChanged();
}

void DocumentModel::documentChanged(int id) {
    if (const int row = rowOfId(id); row >= 0) Q_EMIT dataChanged(index(row), index(row), {SummaryRole});
}

OpenDocument* DocumentModel::at(int row) const {
    return row < 0 || row >= count() ? nullptr : m_documents[static_cast<size_t>(row)].get();
}

OpenDocument* DocumentModel::byId(int id) const {
    return at(rowOfId(id));
}

int DocumentModel::rowOfId(int id) const {
    auto it = std::find_if(m_documents.begin(), m_documents.end(), [id](const auto& d) { return d->id == id; });
    return it == m_documents.end() ? -1 : static_cast<int>(it - m_documents.begin());
}

int DocumentModel::rowOfPath(const QString& path) const {
    auto it = std::find_if(m_documents.begin(), m_documents.end(), [&](const auto& d) { return d->path == path; });
    return it == m_documents.end() ? -1 : static_cast<int>(it - m_documents.begin());
}

int DocumentModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant DocumentModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const OpenDocument& d = *m_documents[static_cast<size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return d.name;
        case PathRole:
            return d.path;
        case PagesRole:
            return d.pageCount;
        case SummaryRole:
            return summaryOf(d);
    }
    return {};
}

QHash<int, QByteArray> DocumentModel::roleNames() const {
    return {{NameRole, "name"}, {PathRole, "path"}, {PagesRole, "pages"}, {SummaryRole, "summary"}};
}

}  // namespace lectern
