// libcurl's types, and typed calls of its variadic functions, which Swift cannot call.
// The functions are found by dlsym, so that nothing is linked: `function` is the address of the
// variadic function that the name ends in.
#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H
#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

typedef CURLcode (*ccurl_easy_setopt_function)(CURL *, CURLoption, ...);
typedef CURLMcode (*ccurl_multi_setopt_function)(CURLM *, CURLMoption, ...);
typedef CURLcode (*ccurl_easy_getinfo_function)(CURL *, CURLINFO, ...);

/// Sets an option that takes a number.
static inline CURLcode ccurl_set_long(
    void *function, CURL *easy, CURLoption option, long value) {
  return ((ccurl_easy_setopt_function)function)(easy, option, value);
}

/// Sets an option that takes a large number.
static inline CURLcode ccurl_set_large(
    void *function, CURL *easy, CURLoption option, curl_off_t value) {
  return ((ccurl_easy_setopt_function)function)(easy, option, value);
}

/// Sets an option that takes a string, which libcurl copies.
static inline CURLcode ccurl_set_string(
    void *function, CURL *easy, CURLoption option, const char *value) {
  return ((ccurl_easy_setopt_function)function)(easy, option, value);
}

/// Sets an option that takes an address.
static inline CURLcode ccurl_set_pointer(
    void *function, CURL *easy, CURLoption option, const void *value) {
  return ((ccurl_easy_setopt_function)function)(easy, option, value);
}

/// Sets an option that takes a function which is handed bytes.
static inline CURLcode ccurl_set_data_function(
    void *function, CURL *easy, CURLoption option,
    size_t (*value)(char *, size_t, size_t, void *)) {
  return ((ccurl_easy_setopt_function)function)(easy, option, value);
}

/// Sets the function that is called when a connection stands and a request is about to go out.
static inline CURLcode ccurl_set_prerequest_function(
    void *function, CURL *easy, int (*value)(void *, char *, char *, int, int)) {
  return ((ccurl_easy_setopt_function)function)(easy, CURLOPT_PREREQFUNCTION, value);
}

/// Sets the function that is called about once a second and may end a transfer, and what it is given.
static inline CURLcode ccurl_set_progress_function(
    void *function, CURL *easy,
    int (*value)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t), void *context) {
  ccurl_easy_setopt_function set = (ccurl_easy_setopt_function)function;
  set(easy, CURLOPT_XFERINFODATA, context);
  return set(easy, CURLOPT_XFERINFOFUNCTION, value);
}

/// Reads a number about a transfer.
static inline CURLcode ccurl_get_long(
    void *function, CURL *easy, CURLINFO info, long *value) {
  return ((ccurl_easy_getinfo_function)function)(easy, info, value);
}

/// Sets an option of the whole that takes a number.
static inline CURLMcode ccurl_multi_set_long(
    void *function, CURLM *multi, CURLMoption option, long value) {
  return ((ccurl_multi_setopt_function)function)(multi, option, value);
}

/// Sets the function that is told which sockets to watch, and what it is given.
static inline CURLMcode ccurl_multi_set_socket_function(
    void *function, CURLM *multi, int (*value)(CURL *, curl_socket_t, int, void *, void *),
    void *context) {
  ccurl_multi_setopt_function set = (ccurl_multi_setopt_function)function;
  set(multi, CURLMOPT_SOCKETDATA, context);
  return set(multi, CURLMOPT_SOCKETFUNCTION, value);
}

/// Sets the function that is told when to call again, and what it is given.
static inline CURLMcode ccurl_multi_set_timer_function(
    void *function, CURLM *multi, int (*value)(CURLM *, long, void *), void *context) {
  ccurl_multi_setopt_function set = (ccurl_multi_setopt_function)function;
  set(multi, CURLMOPT_TIMERDATA, context);
  return set(multi, CURLMOPT_TIMERFUNCTION, value);
}

/// The transfer that a message says has ended, or null; the result lies in a union.
static inline CURL *ccurl_ended(const CURLMsg *message, CURLcode *result) {
  if (message->msg != CURLMSG_DONE) return 0;
  *result = message->data.result;
  return message->easy_handle;
}

/// A descriptor that becomes readable when 8 bytes are written to it, or -1; Glibc's module lacks it.
static inline int ccurl_make_bell(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
#endif
