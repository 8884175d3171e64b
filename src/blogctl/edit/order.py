"""One order made of two that were made of one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Any, TypeVar

_T = TypeVar("_T", bound=Hashable)


def merged_order(
    base: Sequence[_T],
    ours: Sequence[_T],
    theirs: Sequence[_T],
    kept: Collection[_T],
    rank: Callable[[_T], Any],
) -> list[_T]:
    """The items that are ``kept``, in the order that both sides wish; the same if they change.

    Where one side has moved items and the other has not, they stand as moved. What only one
    side has stays between its neighbours there. All that leaves open goes by ``rank``.
    """
    ours = [item for item in ours if item in kept]
    theirs = [item for item in theirs if item in kept]
    common = _common(base, ours, theirs, rank)
    shared = set(common)
    followers: dict[_T, set[_T]] = {item: set() for item in [*ours, *theirs]}
    for one, other in pairwise(common):
        followers[one].add(other)
    for side in (ours, theirs):
        for one, other in pairwise(side):
            if one not in shared or other not in shared:
                followers[one].add(other)
    return _by_rank(followers, rank)


def _common(
    base: Sequence[_T], ours: Sequence[_T], theirs: Sequence[_T], rank: Callable[[_T], Any]
) -> list[_T]:
    """The items of both sides, in the order of the side that moved them."""
    shared = set(ours) & set(theirs)
    one = [item for item in ours if item in shared]
    other = [item for item in theirs if item in shared]
    if one == other:
        return one
    first = set(base) & shared
    before = [item for item in base if item in first]
    has_moved = [[item for item in side if item in first] != before for side in (one, other)]
    if all(has_moved):
        return sorted(one, key=rank)
    if any(has_moved):
        return one if has_moved[0] else other
    # They differ in what is new to both. Which order holds must not depend on whose it is.
    return min(one, other, key=lambda order: [rank(item) for item in order])


def _by_rank(followers: dict[_T, set[_T]], rank: Callable[[_T], Any]) -> list[_T]:
    """Each item before its followers, as far as that is possible; otherwise by rank."""
    waits_for = dict.fromkeys(followers, 0)
    for behind in followers.values():
        for item in behind:
            waits_for[item] += 1
    ranked = sorted(followers, key=rank)
    places = {item: place for place, item in enumerate(ranked)}
    ready = [places[item] for item in ranked if not waits_for[item]]
    heapify(ready)
    order: list[_T] = []
    done: set[_T] = set()
    stuck = iter(ranked)
    while len(order) < len(ranked):
        # A circle is cut where the rank says.
        place = heappop(ready) if ready else next(places[i] for i in stuck if i not in done)
        item = ranked[place]
        if item in done:
            continue
        done.add(item)
        order.append(item)
        for follower in followers[item]:
            waits_for[follower] -= 1
            if not waits_for[follower] and follower not in done:
                heappush(ready, places[follower])
    return order
