//! File systems that take watches and keep changes to themselves, because another machine or another
//! program makes them. They raise no error, so they are told by their kind.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Identity;

/// The kind of the first file system among these folders that is known to take watches and stay silent.
#[cfg(target_os = "linux")]
pub(super) fn among(folders: &BTreeMap<PathBuf, Identity>) -> Option<&'static str> {
    let mut devices: BTreeMap<u64, &PathBuf> = BTreeMap::new();
    for (path, (device, _)) in folders {
        devices.entry(*device).or_insert(path);
    }
    devices.into_values().find_map(|path| {
        let kind = rustix::fs::statfs(path).ok()?.f_type;
        // A 32-bit number that some systems hand out signed.
        name(kind as u32)
    })
}

#[cfg(not(target_os = "linux"))]
pub(super) fn among(_: &BTreeMap<PathBuf, Identity>) -> Option<&'static str> {
    None
}

/// The name of a file system that other machines or programs may change behind the system's back; the
/// numbers are those of `statfs(2)`.
#[cfg(target_os = "linux")]
fn name(kind: u32) -> Option<&'static str> {
    let name = match kind {
        0x6969 => "NFS",
        0xff53_4d42 | 0xfe53_4d42 | 0x517b => "a Windows share (SMB)",
        0x6573_5546 => "a file system made by a program (FUSE)",
        0x0102_1997 => "a folder of another system (9p)",
        0x786f_4256 => "a folder of another system (VirtualBox)",
        0xbacb_acbc => "a folder of another system (VMware)",
        0x7c7c_6673 => "a folder of another system (Parallels)",
        0x00c3_6400 => "Ceph",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x7375_7245 => "Coda",
        0x0bd0_0bd0 => "Lustre",
        0x4750_4653 => "GPFS",
        0x0116_1970 => "GFS2",
        0x7461_636f => "OCFS2",
        0x0000_564c => "NCP",
        _ => return None,
    };
    Some(name)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::name;

    #[test]
    fn network_disks_are_silent_and_local_ones_are_not() {
        let [nfs, smb, fuse, plan9] = [0x6969, 0xff53_4d42, 0x6573_5546, 0x0102_1997];
        for kind in [nfs, smb, fuse, plan9] {
            assert!(name(kind).is_some(), "{kind:x}");
        }
        let [ext4, tmpfs, btrfs, xfs, overlay] =
            [0xef53, 0x0102_1994, 0x9123_683e, 0x5846_5342, 0x794c_7630];
        for kind in [ext4, tmpfs, btrfs, xfs, overlay] {
            assert_eq!(name(kind), None, "{kind:x}");
        }
    }
}
