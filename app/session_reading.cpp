// Session: what is asked to be read, by which model and device, and what is shown of it.
#include "app/model_store.h"
#include "app/session.h"

namespace lectern {

void Session::connectReader() {
    connect(&m_reader, &Reader::pageChanged, this, &Session::pageChanged);
    connect(&m_reader, &Reader::pageGrew, this, [this](int document, int page) {
        if (m_document && m_document->id == document) m_pages.pageChanged(page);
    });
    connect(&m_reader, &Reader::regionsChanged, this, [this](int document, int page) {
        if (PageRef{document, page} == pageInView()) showRegions();
    });
    connect(&m_reader, &Reader::regionsReread, this, &Session::showReread);
    connect(&m_reader, &Reader::readingChanged, this, &Session::readingChanged);
    connect(&m_reader, &Reader::progressChanged, this, &Session::progressChanged);
    connect(&m_reader, &Reader::stateChanged, this, &Session::pageStateChanged);
    connect(&m_reader, &Reader::engineChanged, this, &Session::engineChanged);
}

QStringList Session::modelNames() const {
    QStringList names;
    for (const InstalledModel& model : installed_models())
        if (model.problem.empty()) names << QString::fromStdString(model.name);
    return names;
}

void Session::setDocumentModel(const QString& model) {
    if (!m_document || model == m_document->reader.model) return;
    m_document->reader.model = model;
    Q_EMIT engineChanged();
}

void Session::setDocumentDevice(const QString& device) {
    if (!m_document || device == m_document->reader.device) return;
    m_document->reader.device = device;
    Q_EMIT engineChanged();
}

void Session::readPage() {
    if (!m_document || !m_reader.hasEngine() || m_reader.readsPage(pageInView())) return;
    m_editor.keepEditing();
    if (m_document->arrangement.leftOut(m_document->currentPage))
        m_editor.say(tr("This page is left out of the document. Take it in again to read it."));
    else
        m_reader.readPage(pageInView());
}

void Session::readDocument() {
    if (m_document && m_reader.hasEngine() && !m_reader.readDocument(*m_document))
        m_editor.say(tr("Every page has been read. Ctrl+R reads the page in view again."));
}

void Session::readAllDocuments() {
    if (!m_document || !m_reader.hasEngine()) return;
    bool any = m_reader.readDocument(*m_document);
    for (int row = 0; row < m_documents.count(); ++row)
        if (const OpenDocument* other = m_documents.at(row); other != m_document) any |= m_reader.readDocument(*other);
    if (!any) m_editor.say(tr("Every page of every document has been read."));
}

void Session::readDrawn(int id) {
    if (m_document && m_reader.hasEngine())
        m_reader.readRegions({.document = m_document->id, .page = m_document->currentPage, .ids = {id}, .drawn = true});
}

void Session::readSelection(int task, const QString& prompt, const QString& model, const QString& device, double dpi) {
    if (!m_document || !m_reader.hasEngine() || m_editor.selectedIds().empty()) return;
    RegionRequest request{.document = m_document->id, .page = m_document->currentPage, .ids = {}};
    for (const int64_t id : m_editor.selectedIds())
        if (const Region* region = m_editor.region(id); region && !region->locked) request.ids.push_back(id);
    if (request.ids.empty()) {
        m_editor.say(tr("Locked regions are not read again."), Editor::Offer::Unlock);
        return;
    }
    request.task = static_cast<Task>(task);
    request.prompt = prompt;
    request.engine = {model, device};
    request.dpi = dpi;
    m_reader.readRegions(std::move(request));
}

void Session::showReread(const QList<Reread>& regions) {
    m_difference.clear();
    for (const Reread& r : regions) m_difference.add(regions.size() > 1 ? r.heading : QString(), r.before, r.after);
}

void Session::keepDifference() {
    m_difference.clear();
}

void Session::undoDifference() {
    if (m_difference.shown()) m_editor.undo();
}

}  // namespace lectern
