/* Constructors of statements, functions and imports (see build.h). */
#include "build.h"

#include <string.h>

/* --- targets ------------------------------------------------------------------- */

/* The first part of target that nothing can be assigned to, or NULL. */
static const Ast *find_invalid_target(const Ast *target) {
    switch ((AstKind)target->kind) {
    case AST_NAME:
    case AST_ATTRIBUTE:
    case AST_SUBSCRIPT: return NULL;
    case AST_TUPLE:
    case AST_LIST:
        for (int32_t i = 0; i < target->list.count; i++) {
            const Ast *item = target->list.items[i];
            const Ast *invalid = find_invalid_target(item->kind == AST_STARRED ? item->a : item);
            if (invalid) return invalid;
        }
        return NULL;
    default: return target;
    }
}

/* Every tuple or list of targets has room for one star. */
static bool check_stars(AstBuilder *b, const Ast *target) {
    int stars = 0;
    if (target->kind == AST_STARRED) target = target->a;
    if (target->kind != AST_TUPLE && target->kind != AST_LIST) return true;
    for (int32_t i = 0; i < target->list.count; i++) {
        const Ast *item = target->list.items[i];
        if (item->kind == AST_STARRED && stars++)
            ast_fail(b, target->span, "multiple starred expressions in assignment");
        if (b->status || !check_stars(b, item)) return false;
    }
    return true;
}

/* CPython guesses at a comparison where the target could be its left side. */
static bool suggests_comparison(const Ast *target) {
    switch ((AstKind)target->kind) {
    case AST_TUPLE:
    case AST_LIST:
    case AST_NONE:
    case AST_TRUE:
    case AST_FALSE: return false;
    case AST_COMPARE:
    case AST_NOT:
    case AST_AND:
    case AST_OR:
    case AST_CONDITIONAL:
    case AST_LAMBDA: return target->parenthesised;
    default: return true;
    }
}

static bool check_target(AstBuilder *b, const Ast *target, const char *advice) {
    if (target->kind == AST_STARRED) {
        ast_fail(b, target->span, "starred assignment target must be in a list or tuple");
        return false;
    }
    const Ast *invalid = find_invalid_target(target);
    if (!invalid) return check_stars(b, target);
    ast_fail(b, invalid->span, "cannot assign to %s%s", ast_describe(invalid), advice);
    return false;
}

bool ast_check_target(AstBuilder *b, const Ast *target) {
    return check_target(b, target, "");
}

/* A star needs a tuple, a list or a call around it. */
static bool check_unstarred(AstBuilder *b, const Ast *value) {
    if (b->status) return false;
    if (!value || value->kind != AST_STARRED) return true;
    ast_fail(b, value->span, "can't use starred expression here");
    return false;
}

Ast *ast_assign(AstBuilder *b, Ast *target, Ast *value) {
    if (!check_unstarred(b, value)) return NULL;
    const char *advice =
        suggests_comparison(target) ? " here. Maybe you meant '==' instead of '='?" : "";
    if (!check_target(b, target, advice)) return NULL;
    Ast *node = ast_new(b, AST_ASSIGN, target->span.start, value->span.end);
    if (!node || !ast_seq_append(b, &node->assign.targets, target)) return NULL;
    node->assign.value = value;
    return ast_over(b, ast_over(b, node, target), value);
}

Ast *ast_assign_chain(AstBuilder *b, Ast *assign, Ast *value) {
    if (!check_unstarred(b, value) || !check_target(b, assign->assign.value, "")) return NULL;
    if (!ast_seq_append(b, &assign->assign.targets, assign->assign.value)) return NULL;
    assign->assign.value = value;
    assign->span.end = value->span.end;
    return ast_over(b, assign, value);
}

Ast *ast_augmented(AstBuilder *b, Ast *target, Token op, Ast *value) {
    if (!check_unstarred(b, value)) return NULL;
    if (target->kind != AST_NAME && target->kind != AST_ATTRIBUTE && target->kind != AST_SUBSCRIPT)
        return ast_fail(b, target->span, "'%s' is an illegal expression for augmented assignment",
                        ast_describe(target));
    Ast *node = ast_new(b, AST_AUGMENTED, target->span.start, value->span.end);
    if (!node) return NULL;
    node->op = op.op;
    node->a = target;
    node->b = value;
    return ast_over(b, ast_over(b, node, target), value);
}

/* The annotation itself says nothing to arr, and is gone. */
Ast *ast_annotated(AstBuilder *b, Ast *target, Ast *value) {
    if (!check_unstarred(b, value)) return NULL;
    if (target->kind == AST_TUPLE || target->kind == AST_LIST)
        return ast_fail(b, target->span, "only single target (not %s) can be annotated",
                        ast_describe(target));
    if (find_invalid_target(target))
        return ast_fail(b, target->span, "illegal target for annotation");
    if (value) return ast_assign(b, target, value);
    Ast *node = ast_new(b, AST_DECLARE, target->span.start, target->span.end);
    if (!node) return NULL;
    node->a = target;
    return ast_over(b, node, target);
}

Ast *ast_declare(AstBuilder *b, Ast *declaration, Token name) {
    if (b->status) return NULL;
    return ast_append(b, declaration, ast_name(b, name));
}

/* The first part of target that cannot be deleted, or NULL. */
static const Ast *find_undeletable(const Ast *target) {
    if (target->kind != AST_TUPLE && target->kind != AST_LIST)
        return target->kind == AST_STARRED ? target : find_invalid_target(target);
    for (int32_t i = 0; i < target->list.count; i++) {
        const Ast *invalid = find_undeletable(target->list.items[i]);
        if (invalid) return invalid;
    }
    return NULL;
}

Ast *ast_delete(AstBuilder *b, Token keyword, Ast *targets) {
    if (b->status) return NULL;
    const Ast *invalid = find_undeletable(targets);
    if (invalid) return ast_fail(b, invalid->span, "cannot delete %s", ast_describe(invalid));
    Ast *node = ast_new(b, AST_DELETE, keyword.start, targets->span.end);
    return node ? ast_append(b, node, targets) : NULL;
}

/* --- simple statements and blocks ----------------------------------------------- */

Ast *ast_block(AstBuilder *b) {
    return ast_new(b, AST_BLOCK, 0, 0);
}

Ast *ast_statement(AstBuilder *b, Ast *block, Ast *statement) {
    if (b->status) return NULL;
    if (statement->kind != AST_BLOCK) {
        if (block->list.count == 0) block->span.start = statement->span.start;
        return ast_append(b, block, statement);
    }
    for (int32_t i = 0; i < statement->list.count; i++)
        block = ast_statement(b, block, statement->list.items[i]);
    return block;
}

Ast *ast_suite(AstBuilder *b, Ast *statement) {
    if (b->status || statement->kind == AST_BLOCK) return b->status ? NULL : statement;
    return ast_statement(b, ast_block(b), statement);
}

Ast *ast_program(AstBuilder *b, Ast *block) {
    b->body = b->status ? NULL : block;
    return b->body;
}

Ast *ast_expression(AstBuilder *b, Ast *value) {
    if (!check_unstarred(b, value)) return NULL;
    Ast *node = ast_new(b, AST_EXPRESSION, value->span.start, value->span.end);
    if (!node) return NULL;
    node->a = value;
    return ast_over(b, node, value);
}

Ast *ast_return(AstBuilder *b, Token keyword, Ast *value) {
    if (!check_unstarred(b, value)) return NULL;
    Ast *node = ast_new(b, AST_RETURN, keyword.start, value ? value->span.end : keyword.end);
    if (!node) return NULL;
    node->a = value;
    return ast_over(b, node, value);
}

/* KEYWORD a, b: each may be NULL, b only after a */
static Ast *two_parts(AstBuilder *b, AstKind kind, Token keyword, Ast *first, Ast *second) {
    if (b->status) return NULL;
    const Ast *last = second ? second : first;
    Ast *node = ast_new(b, kind, keyword.start, last ? last->span.end : keyword.end);
    if (!node) return NULL;
    node->a = first;
    node->b = second;
    return ast_over(b, ast_over(b, node, first), second);
}

Ast *ast_assert(AstBuilder *b, Token keyword, Ast *condition, Ast *message) {
    return two_parts(b, AST_ASSERT, keyword, condition, message);
}

Ast *ast_raise(AstBuilder *b, Token keyword, Ast *exception, Ast *cause) {
    return two_parts(b, AST_RAISE, keyword, exception, cause);
}

/* --- compound statements --------------------------------------------------------- */

Ast *ast_if(AstBuilder *b, Token keyword, Ast *condition, Ast *body, Ast *orelse) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_IF, keyword.start, condition->span.end);
    if (!node) return NULL;
    node->branch.condition = condition;
    node->branch.body = body;
    node->branch.orelse = orelse;
    return ast_over(b, ast_over(b, ast_over(b, node, condition), body), orelse);
}

Ast *ast_while(AstBuilder *b, Token keyword, Ast *condition, Ast *body, Ast *orelse) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_WHILE, keyword.start, condition->span.end);
    if (!node) return NULL;
    node->branch.condition = condition;
    node->branch.body = body;
    node->branch.orelse = orelse;
    return ast_over(b, ast_over(b, ast_over(b, node, condition), body), orelse);
}

Ast *ast_for(AstBuilder *b, Token keyword, Ast *target, Ast *iterable, Ast *body, Ast *orelse) {
    if (!check_unstarred(b, iterable) || !check_target(b, target, "")) return NULL;
    Ast *node = ast_new(b, AST_FOR, keyword.start, iterable->span.end);
    if (!node) return NULL;
    node->loop.target = target;
    node->loop.iterable = iterable;
    node->loop.body = body;
    node->loop.orelse = orelse;
    node = ast_over(b, ast_over(b, node, target), iterable);
    return ast_over(b, ast_over(b, node, body), orelse);
}

Ast *ast_handler(AstBuilder *b, Token keyword, Ast *type, const Token *name, Ast *body) {
    if (b->status) return NULL;
    AstText text = name ? ast_intern_token(b, *name) : (AstText){0};
    Ast *node = ast_new(b, AST_HANDLER, keyword.start, type ? type->span.end : keyword.end);
    if (!node) return NULL;
    node->handler.type = type;
    node->handler.body = body;
    node->handler.name.text = text;
    return ast_over(b, ast_over(b, node, type), body);
}

Ast *ast_context(AstBuilder *b, Ast *context, const Token *name) {
    if (b->status || !context) return NULL;
    if (context->kind == AST_TUPLE)
        return ast_fail(b, context->span, "parenthesised items of with statements are not supported");
    Ast *node = ast_new(b, AST_WITH, context->span.start, context->span.end);
    if (!node) return NULL;
    node->handler.type = context;
    if (name) node->handler.name.text = ast_intern_token(b, *name);
    return node;
}

Ast *ast_with(AstBuilder *b, Ast *contexts, Ast *body) {
    if (b->status) return NULL;
    for (int32_t i = contexts->list.count - 1; i >= 0; i--) {
        Ast *node = contexts->list.items[i];
        node->handler.body = body;
        body = ast_over(b, node, body);
        if (i > 0 && !(body = ast_statement(b, ast_block(b), body))) return NULL;
    }
    return body;
}

Ast *ast_handlers(AstBuilder *b, Ast *handlers, Ast *handler) {
    if (b->status) return NULL;
    const Ast *last = handlers->list.items[handlers->list.count - 1];
    if (!last->handler.type) return ast_fail(b, last->span, "default 'except:' must be last");
    return ast_append(b, handlers, handler);
}

Ast *ast_try(AstBuilder *b, Token keyword, Ast *body, Ast *handlers, Ast *orelse, Ast *final) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_TRY, keyword.start, keyword.end);
    if (!node) return NULL;
    node->attempt.body = body;
    node->attempt.orelse = orelse;
    node->attempt.final = final;
    if (handlers) node->attempt.handlers = handlers->list;
    node = ast_over(b, ast_over(b, node, body), handlers);
    return ast_over(b, ast_over(b, node, orelse), final);
}

/* --- functions ------------------------------------------------------------------- */

AstParameters *ast_parameters(AstBuilder *b) {
    return ast_alloc(b, sizeof(AstParameters));
}

static AstParameter named_parameter(AstBuilder *b, Token name) {
    AstParameter parameter = {.span = ast_span(b, name.start, name.end)};
    parameter.name.text = ast_intern_token(b, name);
    return parameter;
}

AstParameter ast_plain_parameter(AstBuilder *b, Token name, Ast *value) {
    AstParameter parameter = named_parameter(b, name);
    parameter.default_value = value;
    return parameter;
}

AstParameter ast_star_parameter(AstBuilder *b, Token star, const Token *name) {
    AstParameter parameter = {.span = ast_span(b, star.start, star.end)};
    if (name) parameter = named_parameter(b, *name);
    parameter.star = true;
    return parameter;
}

static void check_parameter(AstBuilder *b, const AstParameters *before, const AstParameter *next) {
    const AstParameter *last = before->count ? &before->items[before->count - 1] : NULL;
    if (next->star && before->star_seen) ast_fail(b, next->span, "* argument may appear only once");
    else if (!next->star && !before->star_seen && !next->default_value && last &&
             last->default_value)
        ast_fail(b, next->span, "non-default argument follows default argument");
}

AstParameters *ast_parameter(AstBuilder *b, AstParameters *parameters, AstParameter parameter) {
    if (b->status) return NULL;
    check_parameter(b, parameters, &parameter);
    if (parameter.star) {
        parameters->star_seen = true;
        parameters->star = parameter.span;
    }
    if (!parameter.name.text.bytes) return b->status ? NULL : parameters; /* a bare * */
    AstParameter *items =
        ast_grow(b, parameters->items, parameters->count, &parameters->capacity, sizeof *items);
    if (!items) return NULL;
    parameters->items = items;
    items[parameters->count++] = parameter;
    if (parameter.star) parameters->has_rest = true;
    if (!parameters->star_seen) parameters->positional++;
    return parameters;
}

static void check_parameters(AstBuilder *b, const AstParameters *parameters) {
    int32_t plain = parameters->count - parameters->has_rest;
    if (parameters->star_seen && !parameters->has_rest && plain == parameters->positional)
        ast_fail(b, parameters->star, "named arguments must follow bare *");
    for (int32_t i = 0; i < parameters->count; i++) {
        const AstParameter *parameter = &parameters->items[i];
        if (ast_seen(parameter->name.text, parameters))
            ast_fail(b, parameter->span, "duplicate argument '%s' in function definition",
                     parameter->name.text.bytes);
    }
}

static AstText docstring_of(const Ast *body) {
    if (!body || body->kind != AST_BLOCK || body->list.count == 0) return (AstText){0};
    const Ast *first = body->list.items[0];
    if (first->kind != AST_EXPRESSION || first->a->kind != AST_STRING) return (AstText){0};
    return first->a->text;
}

Ast *ast_function(AstBuilder *b, AstKind kind, Span span, AstText name, AstParameters *parameters,
                  Ast *body) {
    Ast *node = ast_new(b, kind, span.start, span.end);
    AstFunction *function = ast_alloc(b, sizeof *function);
    if (!function) return NULL;
    node->function = function;
    function->name.text = name;
    function->parameters = parameters;
    function->body = body;
    function->docstring = docstring_of(body);
    check_parameters(b, parameters);
    for (int32_t i = 0; i < parameters->count; i++)
        if (!ast_over(b, node, parameters->items[i].default_value)) return NULL;
    return ast_over(b, node, body);
}

Ast *ast_def(AstBuilder *b, Token keyword, Token name, AstParameters *parameters, Token close,
             Ast *body) {
    if (b->status) return NULL;
    return ast_function(b, AST_DEF, ast_span(b, keyword.start, close.end),
                        ast_intern_token(b, name), parameters, body);
}

/* --- imports --------------------------------------------------------------------- */

Token ast_dotted(Token first, Token last) {
    first.end = last.end;
    return first;
}

/* `a . b` may be spread over blanks and continued lines: its bytes without them. */
static AstText intern_dotted(AstBuilder *b, Token module) {
    char *bytes = ast_alloc(b, module.end - module.start + 1);
    if (!bytes) return (AstText){0};
    int64_t length = 0;
    for (uint32_t i = module.start; i < module.end; i++)
        if (!memchr(" \t\f\\\r\n", b->text[i], 6)) bytes[length++] = b->text[i];
    return ast_intern(b, bytes, length);
}

static AstText intern_alias(AstBuilder *b, const Token *alias) {
    return alias ? ast_intern_token(b, *alias) : (AstText){0};
}

Ast *ast_import(AstBuilder *b, Token module, const Token *alias) {
    if (b->status) return NULL;
    AstText text = intern_dotted(b, module);
    AstText as = intern_alias(b, alias);
    Ast *node = ast_new(b, AST_IMPORT, module.start, alias ? alias->end : module.end);
    if (!node) return NULL;
    node->import.module = text;
    node->import.alias = as;
    const char *dot = memchr(text.bytes, '.', (size_t)text.length);
    node->import.target.text =
        as.bytes ? as : ast_intern(b, text.bytes, dot ? dot - text.bytes : text.length);
    return b->status ? NULL : node;
}

Ast *ast_import_name(AstBuilder *b, Ast *names, Token name, const Token *alias) {
    if (b->status) return NULL;
    AstText text = ast_intern_token(b, name);
    AstText as = intern_alias(b, alias);
    Ast *node = ast_new(b, AST_FROM_IMPORT, name.start, alias ? alias->end : name.end);
    if (!node) return NULL;
    node->import.name = text;
    node->import.alias = as;
    node->import.target.text = as.bytes ? as : text;
    return ast_statement(b, names, node);
}

Ast *ast_from_import(AstBuilder *b, Token module, Ast *names) {
    if (b->status) return NULL;
    AstText text = intern_dotted(b, module);
    for (int32_t i = 0; i < names->list.count; i++) names->list.items[i]->import.module = text;
    return b->status ? NULL : names;
}
