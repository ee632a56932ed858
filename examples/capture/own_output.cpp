// SPDX-License-Identifier: MIT
//
// Sends records somewhere else.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <mutex>
#include <string>

namespace {

//! [output]
// Sends records by radio, which takes short messages only.
class RadioOutput {
  public:
    using loccer_role = loccer::OutputRole;

    explicit RadioOutput(std::size_t longest_message) : longest_message_(longest_message) {}
    RadioOutput(RadioOutput&& other) : longest_message_(other.longest_message_) {}  // a log owns its policies

    // False, or an exception, says that the record was not stored; other outputs get it all the same.
    bool write(const loccer::Record& record) {
        if (record.line().size() > longest_message_) return false;
        const std::lock_guard guard(mutex_);  // captures run on any thread, several at once
        sent_ = record.line();                // borrowed for the call, so it is copied
        return true;
    }

    const std::string& sent() const { return sent_; }

  private:
    std::size_t longest_message_;
    std::mutex mutex_;
    std::string sent_;
};
//! [output]

}  // namespace

int main() {
    loccer::Loccer<RadioOutput, loccer::InMemoryOutput> log{RadioOutput{1'000'000}};

    log.log_metadata({{"msg", "hello"}});
    expect(log.get<RadioOutput>().sent() == newest(log), "all outputs get the same line");

    loccer::Loccer<RadioOutput, loccer::InMemoryOutput> choked{RadioOutput{10}};
    choked.log_metadata({{"msg", "hello"}});
    expect(count(choked) == 1, "an output that fails does not silence the others");
    expect(choked.statistics().output_failures == 1, "and its failure is counted");
}
