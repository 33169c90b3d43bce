// TextDifference: what another reading changed in a region's text, until the user keeps it or takes it back.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QVariantList>

#include "core/document/text_diff.h"

namespace lectern {

class TextDifference : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(bool shown READ shown NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(QString text READ text NOTIFY changed)         // old and new words in turn
    Q_PROPERTY(QVariantList marks READ marks NOTIFY changed)  // {from, length, kind} of `text`; kind: Removed, Added
    Q_PROPERTY(int changes READ changes NOTIFY changed)
 public:
    enum Kind { Removed, Added };
    Q_ENUM(Kind)

    using QObject::QObject;

    void add(const QString& heading, const QString& before, const QString& after);  // one region more
    void clear();
    bool shown() const { return m_regions > 0; }
    QString title() const;
    QString text() const { return m_text; }
    QVariantList marks() const { return m_marks; }
    int changes() const { return m_changes; }

 Q_SIGNALS:
    void changed();

 private:
    QString m_text;
    QVariantList m_marks;
    int m_regions = 0;
    int m_changes = 0;
};

}  // namespace lectern
