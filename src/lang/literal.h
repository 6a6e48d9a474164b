/* The values of number and string tokens. */
#ifndef LANG_LITERAL_H
#define LANG_LITERAL_H

#include "ast.h"

/* What is wrong with a literal; message NULL: nothing. */
typedef struct LiteralError {
    const char *message;
    uint32_t start, end; /* of the offending bytes, in the token's text */
} LiteralError;

/* Fills kind and value of node, which is as long as an AST_INT with text, from
 * the token text. scratch has length + 1 bytes and outlives the node. */
LiteralError literal_number(const char *text, int64_t length, char *scratch, Ast *node);
/* Decodes a string token, prefix and quotes included, into bytes, which has
 * room for length + 1. */
LiteralError literal_string(const char *text, int64_t length, char *bytes, int64_t *count);
/* The same of a piece of text without prefix and quotes. */
LiteralError literal_text(const char *text, int64_t length, bool raw, char *bytes, int64_t *count);

#endif
