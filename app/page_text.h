// PageText: the page in view as one text, plain or as its markdown or JSON; and which region each letter belongs to.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QTimer>
#include <QVariantList>
#include <vector>

#include "app/editor.h"
#include "app/models/region_model.h"

namespace lectern {

class PageText : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(lectern::RegionModel* regions READ regions WRITE setRegions NOTIFY regionsChanged REQUIRED)
    Q_PROPERTY(lectern::Editor* editor MEMBER m_editor NOTIFY editorChanged REQUIRED)  // knows the page
    Q_PROPERTY(Form form READ form WRITE setForm NOTIFY formChanged)
    Q_PROPERTY(bool active READ active WRITE setActive NOTIFY activeChanged)  // else there is no text
    Q_PROPERTY(QString text READ text NOTIFY textChanged)
    Q_PROPERTY(QVariantList unsure READ unsure NOTIFY textChanged)  // marks of unsure words; of Plain
 public:
    enum Form { Plain, Markdown, Json };
    Q_ENUM(Form)
    static constexpr qsizetype kMostLetters = 1'000'000;  // more is cut off, and said to be

    explicit PageText(QObject* parent = nullptr);

    RegionModel* regions() const { return m_regions; }
    void setRegions(RegionModel* regions);
    Form form() const { return m_form; }
    void setForm(Form form);
    bool active() const { return m_active; }
    void setActive(bool active);
    QString text() const { return m_text; }
    QVariantList unsure() const { return m_unsure; }

    Q_INVOKABLE int regionAt(int position) const;                  // -1: between regions, or not known
    Q_INVOKABLE int letterAt(int position) const;                  // of that region's plain text
    Q_INVOKABLE int positionOf(int region, int letter = 0) const;  // -1: not known

 Q_SIGNALS:
    void regionsChanged();
    void editorChanged();
    void formChanged();
    void activeChanged();
    void textChanged();

 private:
    struct Stretch {
        int64_t region = 0;
        qsizetype from = 0, length = 0;
    };
    const Stretch* stretchAt(int position) const;
    void makeSoon();
    void make();
    void makePlain();
    void makeMarkdown();
    void makeJson();

    RegionModel* m_regions = nullptr;
    Editor* m_editor = nullptr;
    Form m_form = Plain;
    bool m_active = false;
    QString m_text;
    QVariantList m_unsure;
    std::vector<Stretch> m_stretches;  // in the order of the text
    QTimer m_soon;
};

}  // namespace lectern
