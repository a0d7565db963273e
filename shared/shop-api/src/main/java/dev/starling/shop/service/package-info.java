/**
 * The verticle that the services of the shop are made of: each adds its contract, its statements
 * and its rows. Everything here belongs to the event loop of the verticle's instance.
 */
package dev.starling.shop.service;
