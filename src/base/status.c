#include "base/status.h"

const char *status_name(status s)
{
    switch (s) {
    case OK: return "OK";
    case E_INVALID: return "E_INVALID";
    case E_NOT_FOUND: return "E_NOT_FOUND";
    case E_FORBIDDEN: return "E_FORBIDDEN";
    case E_CONFLICT: return "E_CONFLICT";
    case E_DONE: return "E_DONE";
    case E_LIMIT: return "E_LIMIT";
    case E_RETRY: return "E_RETRY";
    case E_STORE: return "E_STORE";
    case E_IO: return "E_IO";
    case E_INTERNAL: return "E_INTERNAL";
    }
    return "E_?";
}
