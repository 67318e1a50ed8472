package org.vexhost.examples.jsondiff;

/** JSON Pointers (RFC 6901). */
final class Pointer {

    /** The whole document. */
    static final String ROOT = "";

    private Pointer() {}

    /** Returns the pointer to a member of the value at {@code parent}. */
    static String child(String parent, String name) {
        return parent + '/' + name.replace("~", "~0").replace("/", "~1");
    }

    /** Returns the pointer to an element of the value at {@code parent}. */
    static String child(String parent, int index) {
        return parent + '/' + index;
    }
}
