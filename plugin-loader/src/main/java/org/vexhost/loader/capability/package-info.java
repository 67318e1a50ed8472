/**
 * The capabilities, one class for each, and their list: how descriptors request a capability, how
 * files and commands grant it, what a grant covers, and its words.
 */
@NullMarked
package org.vexhost.loader.capability;

import org.jspecify.annotations.NullMarked;
