// SPDX-License-Identifier: MIT
// The reader of ring files, given files of any bytes, and rings whose head and frames say anything: what it tells lies
// within the ring, in order, and vouched for by a sum.

#include <loccer/outputs/ring_file/read_ring.hpp>

#include "support.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

using namespace loccer::ring_file;

/// A file that each run writes anew.
class File {
  public:
    File() : number_(::mkstemp(path_.data())) { fuzz::check(number_ >= 0, "there is no room for a file"); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        ::close(number_);
        ::unlink(path_.c_str());
    }

    [[nodiscard]] const std::string& path() const { return path_; }
    void write(std::string_view bytes) const {
        const auto written = ::pwrite(number_, bytes.data(), bytes.size(), 0);
        fuzz::check(written == static_cast<::ssize_t>(bytes.size()), "the file can't be written");
        fuzz::check(::ftruncate(number_, written) == 0, "the file can't be cut");
    }

  private:
    std::string path_ = "/tmp/loccer-fuzz-XXXXXX";
    int number_;
};

/// Makes the file of a ring, right where nothing says otherwise.
class Forger {
  public:
    explicit Forger(FuzzedDataProvider& bytes)
        : bytes_(bytes), area_(bytes.ConsumeBool() ? least_area : 2 * least_area) {
        file_.resize(head_bytes + area_);
        RingHead head;
        head.geometry = make_geometry(area_, salt);
        head.progress.end = near_end();
        head.progress.next_number = number();
        head.drained.position = near_end();
        std::memcpy(file_.data(), static_cast<const void*>(&head), sizeof head);
    }

    std::string file() {
        while (bytes_.remaining_bytes() != 0) {
            switch (bytes_.ConsumeIntegral<std::uint8_t>() % 8) {
                case 0: position_ = near_end() / unit * unit; break;
                case 1: put_bytes(bytes_.ConsumeRandomLengthString(300)); break;
                case 2: position_ += frame_bytes(longest_record(area_)); break;
                case 3: file_[bytes_.ConsumeIntegral<std::uint32_t>() % file_.size()] ^= 1; break;
                case 4:
                    if (bytes_.ConsumeIntegral<std::uint8_t>() == 0)
                        file_.resize(bytes_.ConsumeIntegral<std::uint32_t>() % (file_.size() + 1) + 1);
                    break;
                default: put_frame(); break;
            }
        }
        return file_;
    }

  private:
    static constexpr std::uint64_t salt = 0x5A17;

    /// Where a position is interesting: in the first rounds of the ring, or anywhere.
    std::uint64_t near_end() {
        return bytes_.ConsumeBool() ? area_ + bytes_.ConsumeIntegral<std::uint32_t>() % (4 * area_)
                                    : bytes_.ConsumeIntegral<std::uint64_t>();
    }
    std::uint64_t number() {
        return bytes_.ConsumeBool() ? next_ + bytes_.ConsumeIntegral<std::uint8_t>()
                                    : bytes_.ConsumeIntegral<std::uint64_t>();
    }
    [[nodiscard]] char& at(std::uint64_t position) {
        const std::uint64_t place = head_bytes + (position & (area_ - 1));
        static char nowhere;
        return place < file_.size() ? file_[place] : nowhere;
    }
    void put_bytes(std::string_view bytes) {
        for (std::size_t i = 0; i < bytes.size(); ++i) at(position_ + i) = bytes[i];
    }

    /// A frame with a right sum, whatever it says of itself; what it holds may be frames as well.
    void put_frame() {
        const bool is_long = bytes_.ConsumeIntegral<std::uint8_t>() < 8;
        const std::uint64_t longest = longest_record(area_);
        const auto size = static_cast<std::uint32_t>(is_long ? longest - bytes_.ConsumeIntegral<std::uint8_t>()
                                                             : bytes_.ConsumeIntegral<std::uint16_t>() % 700U);
        std::string record = bytes_.ConsumeRandomLengthString(size);
        record.resize(size, 'r');
        const std::uint64_t told = bytes_.ConsumeIntegral<std::uint8_t>() < 240 ? position_ : near_end();
        FrameHead head = make_frame_head(told, bytes_.ConsumeBool() ? next_++ : number(), size, {});
        head.kind = static_cast<loccer::RecordKind>(bytes_.ConsumeIntegral<std::uint8_t>() % 8);
        head.sum = sum_of(salt, head, record);
        if (bytes_.ConsumeIntegral<std::uint8_t>() < 8) head.size = bytes_.ConsumeIntegral<std::uint32_t>();
        const std::uint64_t begin = position_;
        put_bytes({reinterpret_cast<const char*>(&head), sizeof head});
        position_ += sizeof head;
        put_bytes(record);
        position_ = begin + frame_bytes(size);
    }

    FuzzedDataProvider& bytes_;
    std::uint64_t area_;
    std::uint64_t position_ = area_;
    std::uint64_t next_ = 1;
    std::string file_;
};

/// *Effects* reads all that the contents tell, and compares it with what they may.
void check_contents(const loccer::RingContents& contents) {
    std::uint64_t position = 0;
    std::uint64_t taken = 0;
    for (const loccer::RingRecord& record : contents.records) {
        fuzz::check(record.position >= position && record.number != 0, "records are out of order");
        position = record.position + frame_bytes(record.bytes.size());
        taken += frame_bytes(record.bytes.size());
        const std::string copy(record.bytes);
        fuzz::check(copy.size() <= longest_record(contents.area_bytes), "a record is longer than one may be");
        fuzz::check(record.line().size() + 1 >= record.bytes.size(), "a line is not that of its record");
    }
    fuzz::check(taken <= contents.area_bytes, "there are more records than fit");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const File file;
    FuzzedDataProvider bytes(data, size);
    if (bytes.ConsumeBool()) file.write(Forger(bytes).file());
    else file.write({reinterpret_cast<const char*>(data), size});

    loccer::RingContents contents;
    if (!load_ring(file.path(), contents)) check_contents(contents);
    return 0;
}
