// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_SITE_LIST_HPP
#define LOCCER_INTEGRATIONS_ASIO_SITE_LIST_HPP

// Where a task waits: its await expressions, from the outermost coroutine's to the one that is not resumed yet; and
// which of them the last exception has left. Nobody else knows: the stack of a thread that resumes a coroutine is
// Asio's. Layer: integrations.

#include <loccer/base/config.hpp>

#include <array>
#include <cstddef>
#include <source_location>
#include <span>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// One await expression, which lies in its coroutine's frame.
struct SiteNode {
    explicit SiteNode(std::source_location place) noexcept : where(place) {}

    std::source_location where;
    SiteNode* outer = nullptr;
    SiteNode* inner = nullptr;
};

/// The await expressions that an exception has left, innermost first. Of an exception that was caught nothing is left
/// once the task awaits something else.
class Trail {
  public:
    static constexpr std::size_t capacity = 16;

    /// *Effects* notes that the exception leaves one more.
    void add(std::source_location where) noexcept {
        if (!continues_) size_ = omitted_ = 0;
        is_valid_ = continues_ = true;
        if (size_ < sites_.size()) sites_[size_++] = where;
        else ++omitted_;
    }
    /// *Effects* forgets the exception: it was caught.
    void close() noexcept { is_valid_ = continues_ = false; }
    /// *Effects* says that what leaves a site from now on is taken for another exception: this one has its record.
    void note_record() noexcept { continues_ = false; }

    [[nodiscard]] std::span<const std::source_location> sites() const noexcept {
        return {sites_.data(), is_valid_ ? size_ : 0};
    }
    /// *Returns* how many outer ones it has beyond these.
    [[nodiscard]] std::size_t omitted() const noexcept { return is_valid_ ? omitted_ : 0; }

  private:
    std::array<std::source_location, capacity> sites_{};
    std::size_t size_ = 0;
    std::size_t omitted_ = 0;
    bool is_valid_ = false;
    bool continues_ = false;
};

/// The await expressions of one task. *Allocates* no. *Throws* nothing. *Threads* whoever uses it holds a lock.
class SiteList {
  public:
    void add(SiteNode& site) noexcept {
        site.outer = innermost_;
        (innermost_ != nullptr ? innermost_->inner : outermost_) = &site;
        innermost_ = &site;
        trail_.close();
    }

    /// \param unwinding whether an exception leaves it.
    void remove(SiteNode& site, bool unwinding) noexcept {
        if (site.inner != nullptr) is_mixed_ = true;
        (site.inner != nullptr ? site.inner->outer : innermost_) = site.outer;
        (site.outer != nullptr ? site.outer->inner : outermost_) = site.inner;
        if (unwinding) trail_.add(site.where);
        else trail_.close();
    }

    [[nodiscard]] const SiteNode* innermost() const noexcept { return innermost_; }
    [[nodiscard]] const SiteNode* outermost() const noexcept { return outermost_; }
    /// *Returns* whether one has ended before one that began later: then two parts of the program run as this task, and
    /// no one knows which of the sites is whose.
    [[nodiscard]] bool is_mixed() const noexcept { return is_mixed_; }
    [[nodiscard]] const Trail& trail() const noexcept { return trail_; }
    void note_record() noexcept { trail_.note_record(); }

  private:
    SiteNode* innermost_ = nullptr;
    SiteNode* outermost_ = nullptr;
    Trail trail_;
    bool is_mixed_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
