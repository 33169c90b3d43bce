// TextMarks: colours stretches of a text field that shows plain text. Model text is never markup, so marks are laid
// over it.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QQuickTextDocument>
#include <QSyntaxHighlighter>
#include <QVariantList>
#include <vector>

namespace lectern {

class TextMarks : public QSyntaxHighlighter {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document READ textDocument WRITE setTextDocument NOTIFY changed REQUIRED)
    Q_PROPERTY(QVariantList marks READ marks WRITE setMarks NOTIFY changed)  // {from, length, kind}
    // By kind: colour of the ground, and of a line under (or through) it.
    Q_PROPERTY(QList<QColor> grounds READ grounds WRITE setGrounds NOTIFY changed)
    Q_PROPERTY(QList<QColor> inks READ inks WRITE setInks NOTIFY changed)
    Q_PROPERTY(int struckKind READ struckKind WRITE setStruckKind NOTIFY changed)  // drawn through; -1: none
 public:
    explicit TextMarks(QObject* parent = nullptr) : QSyntaxHighlighter(parent) {}

    QQuickTextDocument* textDocument() const { return m_document; }
    void setTextDocument(QQuickTextDocument* document);
    QVariantList marks() const { return m_marks; }
    void setMarks(const QVariantList& marks);
    QList<QColor> grounds() const { return m_grounds; }
    void setGrounds(const QList<QColor>& grounds);
    QList<QColor> inks() const { return m_inks; }
    void setInks(const QList<QColor>& inks);
    int struckKind() const { return m_struckKind; }
    void setStruckKind(int kind);

 Q_SIGNALS:
    void changed();

 protected:
    void highlightBlock(const QString& text) override;

 private:
    QQuickTextDocument* m_document = nullptr;
    struct Mark {
        int from = 0, to = 0, kind = 0;
    };
    QVariantList m_marks;
    std::vector<Mark> m_sorted;  // by `from`; of equal ones the later on top
    int m_longest = 0;
    QList<QColor> m_grounds, m_inks;
    int m_struckKind = -1;
};

}  // namespace lectern
