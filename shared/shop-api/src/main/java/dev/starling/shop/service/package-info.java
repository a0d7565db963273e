/**
 * What the services of the shop are built from: each adds its contract, its statements and its
 * rows.
 */
package dev.starling.shop.service;
