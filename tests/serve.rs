//! The promise: `tiku serve` indexes, says where it listens, answers, and stops when it is told to.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod place;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use place::{NOTES, Place};

struct Server {
    process: Child,
    address: String,
}

impl Server {
    /// Starts the server on a free port and waits until it listens.
    fn start(place: &Place, arguments: &[&str]) -> Self {
        let mut command = place.command(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat());
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let address =
            lines.find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned)).unwrap();
        Self { process, address }
    }

    fn get(&self, path: &str) -> String {
        let mut connection = TcpStream::connect(&self.address).unwrap();
        write!(connection, "GET {path} HTTP/1.1\r\nHost: tiku\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Asks the server to stop and gives its exit code.
    fn stop(mut self) -> Option<i32> {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(asked.success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Where it was stopped already, there is nothing left to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn it_indexes_answers_and_stops() {
    let place = Place::new();
    place.write("corpus/notes.md", NOTES);
    let server = Server::start(&place, &[]);
    let answer = server.get("/api/v1/search?q=handshake");
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("How does TCP open a connection?"),
        "{answer}"
    );
    assert!(server.get("/").contains("<html"));
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_second_server_names_what_is_taken_already() {
    let (first, second) = (Place::with_index(), Place::with_index());
    let server = Server::start(&first, &[]);
    first.tiku(&["serve", "--listen", "127.0.0.1:0"]).failed(1, &["in use", "--index"]);
    let ran = second.tiku(&["serve", "--listen", &server.address]);
    assert_eq!(ran.code, Some(1));
    let expected = format!("tiku: cannot listen on {}: ", server.address);
    assert!(ran.stderr.starts_with(&expected) && ran.stderr.contains("--listen"), "{}", ran.stderr);
}

#[test]
fn what_changed_is_read_again_at_the_next_start() {
    let place = Place::with_index();
    place.write("corpus/more.md", "## What is a semaphore?\n\nA counter that blocks at zero.\n");
    let server = Server::start(&place, &[]);
    assert!(server.get("/api/v1/search?q=semaphore").contains("What is a semaphore?"));
}

#[test]
fn an_index_of_other_paths_is_served_as_it_is_when_no_path_is_given() {
    let place = Place::new();
    place.write("notes/a.md", NOTES);
    place.write("corpus/b.md", "## What is a semaphore?\n\nA counter that blocks at zero.\n");
    place.tiku(&["index", "notes"]).fine();
    let server = Server::start(&place, &[]);
    let answer = server.get("/api/v1/search?q=semaphore");
    assert!(answer.contains("handshake") && !answer.contains("What is a semaphore?"), "{answer}");
    drop(server);
    let server = Server::start(&place, &["corpus"]);
    assert!(server.get("/api/v1/search?q=semaphore").contains("What is a semaphore?"));
}
