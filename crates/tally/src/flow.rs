//! Maximum flow in whole numbers: Yefim Dinitz's algorithm (1970).

/// A directed network. Nodes 0 and 1 are the source and the sink.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    /// First edge of each node; edges of a node are a linked list.
    first: Vec<u32>,
    edges: Vec<Edge>,
}

#[derive(Debug, Clone, Copy)]
struct Edge {
    to: u32,
    /// The next edge of the same node.
    next: u32,
    /// What can still flow. Edge `i ^ 1` is the way back.
    room: i128,
}

const NONE: u32 = u32::MAX;

impl Network {
    pub(crate) const SOURCE: usize = 0;
    pub(crate) const SINK: usize = 1;

    pub(crate) fn new(nodes: usize) -> Self {
        Self { first: vec![NONE; nodes.max(2)], edges: Vec::new() }
    }

    /// Adds a node.
    pub(crate) fn node(&mut self) -> usize {
        self.first.push(NONE);
        self.first.len() - 1
    }

    /// Adds an edge with so much room.
    pub(crate) fn edge(&mut self, from: usize, to: usize, room: i128) {
        for (from, to, room) in [(from, to, room), (to, from, 0)] {
            self.edges.push(Edge { to: to as u32, next: self.first[from], room });
            self.first[from] = self.edges.len() as u32 - 1;
        }
    }

    /// What still fits through a node's own edge to the sink.
    pub(crate) fn room_to_sink(&self, node: usize) -> i128 {
        let direct = self.edges_of(node).find(|&edge| self.edges[edge].to as usize == Self::SINK);
        direct.map_or(0, |edge| self.edges[edge].room)
    }

    fn edges_of(&self, node: usize) -> impl Iterator<Item = usize> {
        let mut edge = self.first[node];
        std::iter::from_fn(move || {
            let this = edge;
            edge = self.edges.get(this as usize)?.next;
            Some(this as usize)
        })
    }

    /// Sends as much as possible from a node to the sink, at most `most`; returns how much.
    pub(crate) fn fill(&mut self, from: usize, most: i128) -> i128 {
        let mut sent = 0;
        while sent < most {
            let levels = self.levels(from, true);
            if levels[Self::SINK] == NONE {
                break;
            }
            let mut next = self.first.clone();
            loop {
                let more = self.path(from, most - sent, &levels, &mut next);
                if more == 0 {
                    break;
                }
                sent += more;
            }
        }
        sent
    }

    /// How many edges with room each node is away; if asked to, only until the sink is found: nodes as far away are no help.
    fn levels(&self, from: usize, to_sink: bool) -> Vec<u32> {
        let mut levels = vec![NONE; self.first.len()];
        levels[from] = 0;
        let mut queue = vec![from];
        let mut at = 0;
        while at < queue.len() {
            let node = queue[at];
            at += 1;
            for edge in self.edges_of(node) {
                let Edge { to, room, .. } = self.edges[edge];
                if room > 0 && levels[to as usize] == NONE {
                    levels[to as usize] = levels[node] + 1;
                    if to_sink && to as usize == Self::SINK {
                        return levels;
                    }
                    queue.push(to as usize);
                }
            }
        }
        levels
    }

    /// One path along rising levels, walked with a stack of edges.
    fn path(&mut self, from: usize, most: i128, levels: &[u32], next: &mut [u32]) -> i128 {
        let mut stack: Vec<usize> = Vec::new();
        let mut node = from;
        loop {
            if node == Self::SINK {
                let least = stack.iter().map(|&edge| self.edges[edge].room).min().unwrap_or(0).min(most);
                for &edge in &stack {
                    if self.edges[edge].room != i128::MAX {
                        self.edges[edge].room -= least;
                    }
                    let back = &mut self.edges[edge ^ 1].room;
                    if *back != i128::MAX {
                        *back += least;
                    }
                }
                return least;
            }
            let edge = next[node];
            if edge == NONE {
                // A dead end: step back and try the next edge there.
                let Some(came) = stack.pop() else { return 0 };
                node = self.edges[came ^ 1].to as usize;
                next[node] = self.edges[next[node] as usize].next;
                continue;
            }
            let Edge { to, room, next: after } = self.edges[edge as usize];
            if room > 0 && levels[to as usize] != NONE && levels[to as usize] == levels[node] + 1 {
                stack.push(edge as usize);
                node = to as usize;
            } else {
                next[node] = after;
            }
        }
    }

    /// Which nodes can still be reached from a node.
    pub(crate) fn reached(&self, from: usize) -> Vec<bool> {
        self.levels(from, false).into_iter().map(|level| level != NONE).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_flow_is_found_and_the_cut_can_be_seen() {
        let mut network = Network::new(4);
        for (from, to, room) in [(0, 2, 10), (0, 3, 10), (2, 3, 1), (2, 1, 4), (3, 1, 9)] {
            network.edge(from, to, room);
        }
        assert_eq!(network.fill(Network::SOURCE, i128::MAX), 13);
        assert_eq!(network.reached(Network::SOURCE), [true, false, true, true]);
        assert_eq!(network.room_to_sink(2), 0);
    }
}
