#pragma once
// Values that must not reach a log, a metric, an error text or a URL.

#include <utility>

namespace cramp::base {

namespace detail {
/// Holds a T and offers no way to print, format or compare it; `expose()` is easy to search for.
template <class T, class Tag>
class Sealed {
 public:
  explicit Sealed(T value) : value_(std::move(value)) {}
  const T& expose() const { return value_; }

 private:
  T value_;
};
}  // namespace detail

/// Tokens, keys, passwords.
template <class T>
using Secret = detail::Sealed<T, struct SecretTag>;

/// Protected health information: anything that tells who the patient is or what is the matter.
template <class T>
using Phi = detail::Sealed<T, struct PhiTag>;

}  // namespace cramp::base
