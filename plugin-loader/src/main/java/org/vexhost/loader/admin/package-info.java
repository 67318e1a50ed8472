/**
 * Administration of tools for other bundles: implements {@code org.vexhost.api.admin} with the
 * registry, deployment, statistics and denials.
 */
@NullMarked
package org.vexhost.loader.admin;

import org.jspecify.annotations.NullMarked;
