// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_REPLAY_HPP
#define LOCCER_REFLECT_REPLAY_HPP

// Tells the value on a tape to a sink. The bytes may be anything: whatever they are, the sink gets
// exactly one well-formed value and nothing is read past their end.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/named.hpp>
#include <loccer/reflect/sink.hpp>
#include <loccer/reflect/tape_code.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// The state of one replay. Use replay().
template <Sink Out>
class Replay {
  public:
    explicit Replay(Out& sink) noexcept : out_(sink) {}

    bool run(std::string_view tape) noexcept {
        TapeReader reader(tape);
        TapeStep step;
        while (!done_ && reader.next(step))
            if (!take(step)) break;
        const bool whole = done_ && reader.at_end();
        finish();
        return whole;
    }

  private:
    struct Open {
        bool object;
        std::uint64_t omitted;
    };

    /// *Returns* false where the step cannot stand here.
    bool take(const TapeStep& step) noexcept {
        if (skipped_depth_ > 0) return skip(step.code);
        switch (step.code) {
            case TapeCode::key:
            case TapeCode::redacted_key: return key(step);
            case TapeCode::end_object:
            case TapeCode::end_array: return end(step.code == TapeCode::end_object);
            case TapeCode::omitted:
                if (depth_ == 0 || pending_ != Pending::nothing) return false;
                open_[depth_ - 1].omitted += step.bits;
                return true;
            case TapeCode::name: return name(step.text);
            case TapeCode::begin_object:
            case TapeCode::begin_array: return begin(step.code == TapeCode::begin_object);
            default: return scalar(step);
        }
    }

    /// *Effects* passes over what is inside a value that the sink does not want.
    bool skip(TapeCode code) noexcept {
        if (code == TapeCode::begin_object || code == TapeCode::begin_array) ++skipped_depth_;
        if (code == TapeCode::end_object || code == TapeCode::end_array) --skipped_depth_;
        done_ = skipped_depth_ == 0 && depth_ == 0;
        return true;
    }

    bool key(const TapeStep& step) noexcept {
        if (depth_ == 0 || !open_[depth_ - 1].object || pending_ != Pending::nothing) return false;
        const bool wanted = out_.key(step.text);
        if (step.code == TapeCode::key) pending_ = wanted ? Pending::wanted : Pending::refused;
        else if (wanted) give_redacted(out_);
        return true;
    }

    bool name(std::string_view text) noexcept {
        const bool in_object = depth_ > 0 && open_[depth_ - 1].object;
        if (is_named_ || (in_object && pending_ == Pending::nothing)) return false;
        is_named_ = true;
        name_ = text;
        return true;
    }

    bool end(bool object) noexcept {
        if (depth_ == 0 || open_[depth_ - 1].object != object || pending_ != Pending::nothing || is_named_)
            return false;
        close();
        return true;
    }

    void close() noexcept {
        const Open& closed = open_[--depth_];
        if (closed.omitted > 0) out_.omitted(static_cast<std::size_t>(closed.omitted));
        if (closed.object) out_.end_object();
        else out_.end_array();
        done_ = depth_ == 0;
    }

    enum class Place { impossible, refused, here };

    /// Where the next value goes, having asked the sink for it and about its name.
    Place place() noexcept {
        const Place found = unnamed_place();
        const bool named = std::exchange(is_named_, false);
        if (found != Place::here || !named || admits_named(out_, name_)) return found;
        return Place::refused;
    }

    Place unnamed_place() noexcept {
        if (depth_ == 0) return Place::here;
        if (open_[depth_ - 1].object) {
            if (pending_ == Pending::nothing) return Place::impossible;
            const Place found = pending_ == Pending::wanted ? Place::here : Place::refused;
            pending_ = Pending::nothing;
            return found;
        }
        if (out_.element()) return Place::here;
        ++open_[depth_ - 1].omitted;
        return Place::refused;
    }

    bool begin(bool object) noexcept {
        if (depth_ == max_depth) return false;
        const Place found = place();
        if (found == Place::impossible) return false;
        const bool entered = found == Place::here && (object ? out_.begin_object() : out_.begin_array());
        if (entered) {
            open_[depth_++] = {object, 0};
        } else {
            skipped_depth_ = 1;
        }
        given_ = true;
        return true;
    }

    bool scalar(const TapeStep& step) noexcept {
        const Place found = place();
        if (found == Place::impossible) return false;
        if (found == Place::here) give(step);
        given_ = true;
        done_ = depth_ == 0;
        return true;
    }

    void give(const TapeStep& step) noexcept {
        switch (step.code) {
            case TapeCode::boolean_false: out_.boolean(false); break;
            case TapeCode::boolean_true: out_.boolean(true); break;
            case TapeCode::integer:
                out_.integer(static_cast<std::int64_t>((step.bits & 1U) != 0 ? ~(step.bits >> 1) : step.bits >> 1));
                break;
            case TapeCode::unsigned_integer: out_.unsigned_integer(step.bits); break;
            case TapeCode::double_number: out_.number(std::bit_cast<double>(step.bits)); break;
            case TapeCode::float_number:
                out_.number(std::bit_cast<float>(static_cast<std::uint32_t>(step.bits)));
                break;
            case TapeCode::text: out_.text(step.text); break;
            case TapeCode::redacted: give_redacted(out_); break;
            case TapeCode::cut_text: out_.text(step.text, static_cast<std::size_t>(step.bits)); break;
            default: out_.null(); break;
        }
    }

    /// *Effects* gives what a tape that ends too early still owes the sink.
    void finish() noexcept {
        if (pending_ == Pending::wanted) out_.null();
        while (depth_ > 0) close();
        if (!given_) out_.text(left_out_text);
    }

    enum class Pending { nothing, wanted, refused };

    Out& out_;
    Open open_[max_depth];
    std::size_t depth_ = 0;
    std::size_t skipped_depth_ = 0;
    std::string_view name_;
    Pending pending_ = Pending::nothing;
    bool is_named_ = false;
    bool given_ = false;
    bool done_ = false;
};

/// *Effects* gives `out` exactly one value, the one on the tape. A key that the tape kept may still be
/// refused by `out`; one that the tape refused is shown as redacted. An empty tape is left_out_text.
/// *Returns* false where the bytes were no whole value; what was understood of them was given.
/// *Allocates* no. *Throws* nothing.
template <Sink Out>
bool replay(std::string_view tape, Out& out) noexcept {
    return Replay<Out>(out).run(tape);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
