//! `cargo bench -p ent-auth --bench hash`: the pool beside the allocating call of the same crate.
//!
//! Contenders take turns in one process; a ratio is the median of those of the rounds. Memory is
//! looked at in a process of its own each. On Linux, times are those of the processor.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a benchmark stops at the first surprise"
)]
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark reports times")]

use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, hint, thread};

use argon2::{Algorithm, Argon2, Params, Version};
use ent_auth::password::{HashError, HashPolicy, HashPool, PreparedPassword};

const ROUNDS: usize = 15;
const HASHES: usize = 1_000;
const THREADS: usize = 8;
const PASSWORD: &str = "Azerty69!";

fn policies() -> [(&'static str, HashPolicy); 3] {
    [
        ("19 MiB t2 p1", HashPolicy::owasp_19m()),
        ("64 MiB t3 p4", HashPolicy::rfc9106_64m()),
        ("46 MiB t1 p1", HashPolicy::owasp_46m()),
    ]
}

fn main() {
    let args: Vec<_> = env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["memory", policy, buffers] => memory(policy.parse().unwrap(), buffers.parse().unwrap()),
        _ => all(),
    }
}

fn all() {
    println!("{:14} {:>9} {:>9} {:>7}", "", "crate ms", "pool ms", "ratio");
    for (name, policy) in policies() {
        let [peer, pool] = ["crate", "pool"].map(|contender| contender_of(contender, policy));
        let rounds: Vec<_> = (0..ROUNDS).map(|_| [timed(&peer), timed(&pool)]).collect();
        let of = |n: usize| median(rounds.iter().map(|round| round[n]).collect());
        let mut ratios: Vec<_> = rounds.iter().map(|r| r[1].div_duration_f64(r[0])).collect();
        ratios.sort_by(f64::total_cmp);
        println!("{name:14} {:9.2} {:9.2} {:7.2}", ms(of(0)), ms(of(1)), ratios[ROUNDS / 2]);
    }
    println!("\nresident MiB of {HASHES} hashes by {THREADS} threads");
    for buffers in [1, 2, 8, 0] {
        print!("{}", again(&["memory", "0", &buffers.to_string()]));
    }
}

/// This program again, in a process of its own.
fn again(args: &[&str]) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    let output = command.args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn contender_of(name: &str, policy: HashPolicy) -> Box<dyn Fn() + Sync> {
    if name == "crate" {
        return Box::new(move || by_crate(policy));
    }
    let pool = HashPool::new(1, policy).unwrap();
    let password = PreparedPassword::from_text(PASSWORD).unwrap();
    // A verification for nothing computes one hash.
    Box::new(move || assert!(!pool.verify(&password, None, None).unwrap().is_right()))
}

fn by_crate(policy: HashPolicy) {
    let params = Params::new(policy.memory_kib(), policy.passes(), policy.lanes(), Some(32));
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.unwrap());
    let mut tag = [0; 32];
    argon2.hash_password_into(PASSWORD.as_bytes(), &[0; 16], &mut tag).unwrap();
    hint::black_box(tag);
}

fn memory(policy: usize, buffers: usize) {
    let (name, policy) = policies()[policy];
    let before = resident_kib();
    let pool = (buffers > 0).then(|| HashPool::new(buffers, policy).unwrap());
    let (begun, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let busy = AtomicUsize::new(0);
    let work = || {
        let password = PreparedPassword::from_text(PASSWORD).unwrap();
        while begun.fetch_add(1, Ordering::Relaxed) < HASHES {
            match &pool {
                None => by_crate(policy),
                Some(pool) => {
                    while let Err(error) = pool.verify(&password, None, None) {
                        assert_eq!(error, HashError::Busy);
                        busy.fetch_add(1, Ordering::Relaxed);
                        thread::sleep(Duration::from_millis(1));
                    }
                }
            }
            most.fetch_max(resident_kib() - before, Ordering::Relaxed);
        }
    };
    thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(work))));
    let most = most.into_inner();
    let in_flight = if buffers == 0 { THREADS } else { buffers };
    let wanted = usize::try_from(policy.memory_kib()).unwrap() * in_flight;
    println!(
        "{name}, {:16} at most {:7.1}, {:.3} of m per hash in flight; busy {} times",
        if buffers == 0 { "crate alone".to_owned() } else { format!("pool of {buffers}") },
        kib(most) / 1024.0,
        kib(most) / kib(wanted),
        busy.into_inner(),
    );
}

fn resident_kib() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn timed(run: &dyn Fn()) -> Duration {
    let start = clock();
    run();
    clock().saturating_sub(start)
}

/// Time of the processor given to this thread; of the clock where the system does not tell.
fn clock() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    // The kernel counts at its ticks, and when a thread gives way.
    thread::yield_now();
    let read = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = read.and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| START.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn kib(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}
