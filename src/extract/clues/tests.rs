//! A table of texts and the clues to an event in them.

use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    let clues = read(text);
    let mut found = Vec::new();
    found.extend(clues.kubecon.then(|| "kubecon".to_owned()));
    found.extend(clues.series.clone());
    found.extend(clues.colocated.map(str::to_owned));
    found.extend(clues.region.map(|region| region.to_string()));
    found.extend(clues.years.iter().map(u16::to_string));
    found.extend(clues.dates.iter().map(Date::to_string));
    found.extend(clues.day.map(|(month, day)| format!("{month}/{day}")));
    found.extend(clues.whole.then(|| "whole".to_owned()));
    assert_eq!(found.join(", "), expected, "{text}");
}

#[test]
fn an_event_is_recognised_in_its_spellings() {
    check("KubeCon + CloudNativeCon Europe 2021", "kubecon, Europe, 2021, whole");
    check("KubeCon EU 2021", "kubecon, Europe, 2021, whole");
    check("kubecon-NA-2019", "kubecon, North America, 2019, whole");
    check("my-kubecon-18-notes", "kubecon, 2018, whole");
    check("kubecon2019", "kubecon, 2019, whole");
    check("kubecon-eu-19", "kubecon, Europe, 2019, whole");
    check("devopsdays16", "DevOpsDays, 2016, whole");
    check("devopsdays-geneve-20", "DevOpsDays Geneve, Europe, 2020, whole");
    check("#kccnceu2022", "kubecon, Europe, 2022, whole");
    check("kccncna19", "kubecon, North America, 2019, whole");
    check("colocatedeventseu2024", "kubecon, Europe, 2024, whole");
    check("O'Reilly Velocity Berlin 2019", "Velocity Conference, Europe, 2019, whole");
    check("LinuxCon Europe 2016", "LinuxCon, Europe, 2016, whole");
    check("QCon London 2014", "QCon, Europe, 2014, whole");
    check("SREcon EMEA 2023", "SREcon, Europe, 2023, whole");
    check("re:Invent 2018", "AWS re:Invent, 2018, whole");
    check("KubeCon Valencia", "kubecon, Europe, whole");
    check("KCD Austria 2024", "KCD Austria, Europe, 2024, whole");
    check("KCD UK 2024", "KCD UK, Europe, 2024, whole");
    check(
        "Kubernetes Community Days (KCD) Zurich",
        "Kubernetes Community Days Zurich, Europe, whole",
    );
    check("talk log from kubecon la", "kubecon, North America");
    check("KubeConで気になるセッション", "kubecon");
    check("KubeCon + CloudNativeCon Europe 2021に参加", "kubecon, Europe, 2021");
    check("参加KubeCon中国2018", "kubecon, China, 2018, whole");
    check("de retour de la KubeCon 2024", "kubecon, 2024");

    check("SecurityCon - Day 1 - 5-16-22", "Cloud Native SecurityCon, 2022, 2022-05-16, whole");
    check("16.5.2022", "2022, 2022-05-16, whole");
    check("Kernel 5.17.1", "");
    check("OpenShift 4.18.23", "");
    check("KubeCon 12.11.2024", "kubecon, 2024, 2024-11-12, whole");
    check("KubeCon 11-12-2024", "kubecon, 2024, whole");
    check("Platform Team Sync #42", "");
    check("Old Cluster Nodes #7", "");
    check("Cloud Native Kansai #04", "Cloud Native Kansai, Japan, whole");
    check("Kubernetes Night Osaka #7 に行ってきた", "Kubernetes Night Osaka, Japan, whole");
    check("Containers in Bergen Vol. 3", "Containers in Bergen, Europe, whole");
    check("Lightning Talk #3", "");
    check("The Rust Podcast Episode #3", "");
    check("Taming clusters with rule #3", "");
    check("Day 1 (Nov 13, 2024)", "2024, 2024-11-13, whole");
    check("Day 2, November 14th", "11/14, whole");
    check("Day 3 (15 November)", "11/15, whole");
    check("De retour de la DevOpsDays 2019", "DevOpsDays, 2019");
    check("KubeCon Paris, DevOpsDays 2024", "kubecon, DevOpsDays, Europe, 2024, whole");
    check("NYC DevOpsDays 2019", "DevOpsDays NYC, North America, 2019");
    check("DevOpsDays 31", "DevOpsDays, whole");
    check("Zurich KCD 2024", "KCD Zurich, Europe, 2024, whole");
    check("Open Source Summit in Lyon", "Open Source Summit, Europe, whole");
    check("KCD 2024 Zurich", "KCD Zurich, Europe, 2024, whole");
    check("DevOpsDays Takeaways 2019", "DevOpsDays, 2019");
    check("devopsdays Madison 2019", "DevOpsDays Madison, 2019, whole");
    check("KCD Day 1", "KCD, whole");
    check("Open Source Summit Japan 2022", "Open Source Summit, Japan, 2022, whole");
    check("ServiceMeshCon 2021", "ServiceMeshCon, 2021, whole");
    check("GitOps Con opening keynotes", "GitOpsCon");
    check("Day 1", "whole");
    check("Wednesday, 6 May 2021", "2021, 2021-05-06, whole");
    check("20-Nov-2019", "2019, 2019-11-20, whole");
    check("talks_20181210", "2018, 2018-12-10, whole");
    check("6 May", "5/6, whole");
    check("Flux at scale in the US", "");
    check("in the year 3018", "");
}
