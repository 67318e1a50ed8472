package org.vexhost.examples.jsondiff;

/** JSON Pointers (RFC 6901). */
final class Pointer {

    /** The whole document. */
    static final String ROOT = "";

    private Pointer() {}

    /** The pointer to a member of what {@code parent} points to. */
    static String child(String parent, String name) {
        return parent + '/' + name.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer to an element of what {@code parent} points to. */
    static String child(String parent, int index) {
        return parent + '/' + index;
    }
}
