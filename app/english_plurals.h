// EnglishPlurals: the source language's own plural forms: "%n page(s)" with 1 is "1 page". A real translation comes
// first.
#pragma once

#include <QTranslator>

namespace lectern {

class EnglishPlurals : public QTranslator {
 public:
    using QTranslator::QTranslator;
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* text, const char* disambiguation, int n) const override;
};

}  // namespace lectern
