/** From files and bundles to tools that can be called: watching, checking, swapping, draining. */
@NullMarked
package org.vexhost.loader.deploy;

import org.jspecify.annotations.NullMarked;
