#pragma once
// Keys and certificates made for one test run.

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace cramp::net::testing {

/// A key pair on P-256 with a certificate, as PEM files `name`.pem and `name`.key.
class Certificate {
 public:
  /// Signed by `issuer`, or by itself as an authority.
  Certificate(const std::filesystem::path& folder, const std::string& name,
              const Certificate* issuer = nullptr)
      : certificate_file(folder / (name + ".pem")),
        key_file(folder / (name + ".key")),
        key_(EVP_EC_gen("P-256"), EVP_PKEY_free),
        x509_(X509_new(), X509_free) {
    X509_set_version(x509_.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509_.get()), ++serial());
    X509_gmtime_adj(X509_getm_notBefore(x509_.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509_.get()), 24L * 3600);
    X509_set_pubkey(x509_.get(), key_.get());
    X509_NAME* subject = X509_get_subject_name(x509_.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    const Certificate& signer = issuer == nullptr ? *this : *issuer;
    X509_set_issuer_name(x509_.get(), X509_get_subject_name(signer.x509_.get()));
    extend(NID_basic_constraints, issuer == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
    extend(NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
    if (X509_sign(x509_.get(), signer.key_.get(), EVP_sha256()) == 0)
      throw std::runtime_error("cannot sign");
    write(certificate_file, [&](std::FILE* f) { PEM_write_X509(f, x509_.get()); });
    write(key_file, [&](std::FILE* f) {
      PEM_write_PrivateKey(f, key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
  }

  /// SHA-256 in lower-case digits.
  std::string fingerprint() const {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    X509_digest(x509_.get(), EVP_sha256(), digest, &size);
    std::string text;
    char two[3];
    for (unsigned i = 0; i < size; ++i) {
      std::snprintf(two, sizeof two, "%02x", digest[i]);
      text += two;
    }
    return text;
  }

  const std::filesystem::path certificate_file, key_file;

 private:
  static long& serial() {
    static long last = 0;
    return last;
  }
  void extend(int nid, const char* value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    X509_add_ext(x509_.get(), extension, -1);
    X509_EXTENSION_free(extension);
  }
  template <class Write>
  static void write(const std::filesystem::path& path, const Write& content) {
    std::FILE* file = std::fopen(path.c_str(), "w");
    if (file == nullptr) throw std::runtime_error("cannot write " + path.string());
    content(file);
    std::fclose(file);
  }

  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
  std::unique_ptr<X509, decltype(&X509_free)> x509_;
};

}  // namespace cramp::net::testing
