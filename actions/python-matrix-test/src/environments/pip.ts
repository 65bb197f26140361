/**
 * Variables for the pip of an interpreter that stands in no environment. A machine may forbid it to install (`require-virtualenv`), for the interpreter's
 * own good; what we ask of it goes into folders of its own.
 */
export const pipOutside: Readonly<Record<string, string>> = { PIP_REQUIRE_VIRTUALENV: '0' };
