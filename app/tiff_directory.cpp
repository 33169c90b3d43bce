// TIFF 6.0 §2 and the BigTIFF layout (64-bit offsets, version 43).
#include "app/tiff_directory.h"

#include <set>

#include "core/base/caps.h"

namespace lectern {

enum Tag : uint16_t {
    kWidth = 256,
    kHeight = 257,
    kOrientation = 274,
    kXResolution = 282,
    kYResolution = 283,
    kUnit = 296
};
enum Type : uint16_t { kShort = 3, kLong = 4, kRational = 5, kLong8 = 16 };

class TiffReader {
 public:
    explicit TiffReader(QIODevice& device) : device_(device) {}
    bool read_header(uint64_t& first);
    bool read_directory(uint64_t offset, TiffPage& page, uint64_t& next);

 private:
    bool read_bytes(uint64_t offset, void* to, qint64 count);
    uint64_t number(const uint8_t* bytes, int count) const;
    void take_entry(const uint8_t* entry, TiffPage& page, int& unit);
    double rational_at(const uint8_t* value);

    QIODevice& device_;
    bool big_endian_ = false;
    bool wide_ = false;  // BigTIFF
};

bool TiffReader::read_bytes(uint64_t offset, void* to, qint64 count) {
    if (offset > static_cast<uint64_t>(device_.size())) return false;
    return device_.seek(static_cast<qint64>(offset)) && device_.read(static_cast<char*>(to), count) == count;
}

uint64_t TiffReader::number(const uint8_t* bytes, int count) const {
    uint64_t value = 0;
    for (int i = 0; i < count; ++i) value = value << 8 | bytes[big_endian_ ? i : count - 1 - i];
    return value;
}

bool TiffReader::read_header(uint64_t& first) {
    uint8_t header[16];
    if (!read_bytes(0, header, 8)) return false;
    if (!(header[0] == 'I' && header[1] == 'I') && !(header[0] == 'M' && header[1] == 'M')) return false;
    big_endian_ = header[0] == 'M';
    const uint64_t version = number(header + 2, 2);
    wide_ = version == 43;
    if (version != 42 && !wide_) return false;
    if (wide_ && (!read_bytes(0, header, 16) || number(header + 4, 2) != 8)) return false;
    first = wide_ ? number(header + 8, 8) : number(header + 4, 4);
    return first != 0;
}

double TiffReader::rational_at(const uint8_t* value) {
    uint8_t parts[8];
    if (wide_) {
        std::copy(value, value + 8, parts);  // eight bytes fit into the entry itself
    } else if (!read_bytes(number(value, 4), parts, 8)) {
        return 0;
    }
    const double below = static_cast<double>(number(parts + 4, 4));
    return below > 0 ? static_cast<double>(number(parts, 4)) / below : 0;
}

void TiffReader::take_entry(const uint8_t* entry, TiffPage& page, int& unit) {
    const uint64_t tag = number(entry, 2), type = number(entry + 2, 2);
    const uint8_t* value = entry + (wide_ ? 12 : 8);
    uint64_t whole = 0;
    if (type == kShort) whole = number(value, 2);
    if (type == kLong) whole = number(value, 4);
    if (type == kLong8 && wide_) whole = number(value, 8);
    whole = std::min<uint64_t>(whole, UINT32_MAX);
    if (tag == kWidth) page.width = static_cast<int64_t>(whole);
    if (tag == kHeight) page.height = static_cast<int64_t>(whole);
    if (tag == kOrientation && whole >= 1 && whole <= 8) page.orientation = static_cast<int>(whole);
    if (tag == kUnit) unit = static_cast<int>(whole);
    if (tag == kXResolution && type == kRational) page.x_dpi = rational_at(value);
    if (tag == kYResolution && type == kRational) page.y_dpi = rational_at(value);
}

bool TiffReader::read_directory(uint64_t offset, TiffPage& page, uint64_t& next) {
    uint8_t bytes[20];
    const int count_bytes = wide_ ? 8 : 2, entry_bytes = wide_ ? 20 : 12, next_bytes = wide_ ? 8 : 4;
    if (!read_bytes(offset, bytes, count_bytes)) return false;
    const uint64_t entries = number(bytes, count_bytes);
    if (entries == 0 || entries > caps::kMaxTiffEntries) return false;
    int unit = 2;  // inches unless said otherwise
    for (uint64_t i = 0; i < entries; ++i) {
        if (!read_bytes(offset + static_cast<uint64_t>(count_bytes) + i * static_cast<uint64_t>(entry_bytes), bytes,
                        entry_bytes))
            return false;
        take_entry(bytes, page, unit);
    }
    const double to_inches = unit == 2 ? 1 : unit == 3 ? 2.54 : 0;
    page.x_dpi *= to_inches;
    page.y_dpi *= to_inches;
    next = 0;
    const uint64_t tail = offset + static_cast<uint64_t>(count_bytes) + entries * static_cast<uint64_t>(entry_bytes);
    if (read_bytes(tail, bytes, next_bytes)) next = number(bytes, next_bytes);
    return true;
}

std::vector<TiffPage> read_tiff_directories(QIODevice& device) {
    TiffReader reader(device);
    std::vector<TiffPage> pages;
    uint64_t offset = 0;
    if (!reader.read_header(offset)) return pages;
    std::set<uint64_t> seen;
    while (offset != 0 && pages.size() < caps::kMaxTiffPages && seen.insert(offset).second) {
        TiffPage page;
        uint64_t next = 0;
        if (!reader.read_directory(offset, page, next)) break;
        pages.push_back(page);
        offset = next;
    }
    return pages;
}

}  // namespace lectern
