/**
 * Administration of tools as other bundles have it: data and operations of {@code
 * org.vexhost.api.admin} over the registry, deployment, statistics and denials.
 */
@NullMarked
package org.vexhost.loader.admin;

import org.jspecify.annotations.NullMarked;
