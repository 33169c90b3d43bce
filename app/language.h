// Language: the words and the direction of the window. English needs no file; others lie in the resources as
// lectern_<code>.qm.
#pragma once

#include <QStringList>
#include <QTranslator>
#include <memory>

namespace lectern {

class Language {
 public:
    ~Language();
    void apply(const QString& code);  // empty: the first of the system's languages that there is
    static QStringList codes();       // to choose from, sorted by their own names

 private:
    void take(std::unique_ptr<QTranslator>& slot, const QString& file);

    std::unique_ptr<QTranslator> m_words, m_qtWords;
};

}  // namespace lectern
