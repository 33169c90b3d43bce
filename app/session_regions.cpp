// Session: edits of the page in view, and the clipboard.
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

#include "app/edit_history.h"
#include "app/session.h"

namespace lectern {

void Session::connectEditor() {
    connect(&m_editor, &Editor::selectionChanged, this, &Session::selectedRegionChanged);
    connect(&m_editor, &Editor::drawn, this, &Session::readDrawn);
    connect(&m_finder, &Finder::wanted, this, [this](int page, int region, int from) {
        goToPage(page);
        m_editor.placeCaret(region, from);
    });
    connect(&m_editor, &Editor::pageWanted, this, &Session::goToPage);
    connect(&m_trust, &Trust::checked, this, [this](int document, int page) {
        m_documents.documentChanged(document);
        if (m_document && m_document->id == document) m_pages.pageChanged(page);
    });
    connect(&m_trust, &Trust::regionWanted, this, [this](int region) { m_editor.select(region > 0 ? region : -1); });
    connect(&m_trust, &Trust::readingWanted, &m_editor, &Editor::draw);
    connect(&m_trust, &Trust::textWanted, &m_editor, &Editor::setText);
    connect(&m_editor, &Editor::historyChanged, &m_difference, &TextDifference::clear);
    connect(&m_picture, &PagePicture::pageSizeChanged, this, [this] { m_editor.setPageSize(m_picture.pageSize()); });
}

// Also after undoing on a page that is out of sight: it is shown.
void Session::pageEdited(OpenDocument* document, int page) {
    m_documents.documentChanged(document->id);
    m_trust.pageChanged(document->id, page);
    if (document != m_document) return;
    if (page == m_document->currentPage)
        showRegions();
    else if (!m_reader.readsPage({document->id, page}))
        goToPage(page);
    m_pages.pageChanged(page);
    Q_EMIT pageStateChanged();
}

void Session::showRegions() {
    m_regions.replaceAll(regionsInView());
    m_editor.regionsChanged();
    m_finder.refresh();
}

void Session::paste() {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    if (m_document && m_editor.canPaste())
        m_editor.paste();
    else if (data && !m_opener.openClipboard(*data))
        m_editor.say(tr("There is nothing on the clipboard that can be opened here."));
}

void Session::copyText(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

}  // namespace lectern
