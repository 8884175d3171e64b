#!/usr/bin/env bash
#
# Builds the live blog of 27 September 2020 as a story, from nothing, and publishes it.
#
#   build-karabakh.sh [STORY_FILE [OUTPUT_FOLDER]]
#
# BLOGCTL names the program to run, if it is not the `blogctl` on the path.
# A story file that is already there is left alone: `blogctl new` refuses it.

set -euo pipefail

blogctl=${BLOGCTL:-blogctl}
story=${1:-karabakh-2020-09-27.story.toml}
out=${2:-public}

# The story is marked as ended, and each late update would draw a warning: hence -q.
add() {
    "$blogctl" add -q "$story" "$@"
}


# --- The updates -----------------------------------------------------------------------
#
# One function each, oldest first. Plain flags do for most; an update with media,
# corrections or a list of sources is one line of JSON.

update_1152() {
    add --time "27 Sep 2020, 11:52" \
        --headline "Moscow wants the guns silenced and talks begun" \
        --tag diplomacy --tag Russia \
        --source "RIA Novosti" \
        "Russia says the two sides should stop shooting at once.

Vladimir Dzhabarov, who is first deputy head of the international affairs committee in the Federation Council, told RIA Novosti that the dispute belongs in negotiations and that combat has to end."
}

update_1245() {
    add --time "27 Sep 2020, 12:45" \
        --headline "Armenia mobilises and brings in martial law" \
        --tag Armenia --tag "martial law" --key \
        --source "Facebook" \
        "The cabinet in Yerevan has placed Armenia under martial law and ordered a general mobilisation. Prime Minister Nikol Pashinyan made the decision public in a Facebook post."
}

update_1302() {
    add --time "27 Sep 2020, 13:02" \
        --headline "Ten soldiers dead on the Armenian side, Karabakh official says" \
        --tag casualties --tag Nagorno-Karabakh \
        "The morning's combat has cost the lives of 10 Armenian troops, according to Nagorno-Karabakh's Security Council, whose secretary is Samvel Babayan."
}

update_1313() {
    add --time "27 Sep 2020, 13:13" \
        --headline "Zurabishvili voices alarm at the violence" \
        --tag diplomacy --tag Georgia \
        "Salome Zurabishvili, the president of Georgia, says the clashes in Nagorno-Karabakh trouble her deeply. She wants them stopped."
}

update_1409() {
    add --time "27 Sep 2020, 14:09" \
        --headline "Ankara offers Baku its complete backing" \
        --tag diplomacy --tag Turkey \
        --source "APA" \
        "Turkey is wholly behind Azerbaijan for as long as the present situation lasts, foreign ministry spokesperson Hami Aksoy has told APA, a news agency in Baku."
}

update_1422() {
    add --time "27 Sep 2020, 14:22" \
        --headline "Tbilisi volunteers to help calm the conflict" \
        --tag diplomacy --tag Georgia \
        "Georgia's foreign ministry has asked the OSCE Minsk Group's chairs, and governments elsewhere, to do what they can to halt the violence and get both parties talking again.

The ministry says it is following events with unease, having heard of people hurt and buildings and roads damaged, and that it hopes for a truce. Georgia itself, it adds, will help to restore peace in whatever form is useful."
}

# The seventh village came to us later; the correction says so and `edited` dates it.
update_1436() {
    add --ndjson - <<'JSON'
{"time": "2020-09-27T14:36:00+04:00", "headline": "Baku says its troops hold six villages", "key": true, "tags": ["front line", "Azerbaijan"], "sources": [{"name": "Report.az"}, {"name": "Trend"}], "body": "Azerbaijan says its army has seized six villages in Nagorno-Karabakh. Defence ministry spokesperson Anar Eyvazov named them to Report.az:\n\n- Garakhanbeyli\n- Garvand\n- Kand Horadiz\n- Yukhari Abdurrahmanli\n- Boyuk Marjanli\n- Nuzgar\n\nHikmat Hajiyev, an aide to the president, told Trend that the operation was already paying off, with villages, other land and several high points of military value now in Azerbaijani hands.", "edited": "2020-09-27T15:57:00+04:00", "corrections": [{"time": "2020-09-27T15:57:00+04:00", "text": "After we posted this, Baku laid claim to one more village, the seventh: *Ashaghi Abdurrahmanli*."}]}
JSON
}

update_1512() {
    add --time "27 Sep 2020, 15:12" \
        --headline "Stepanakert rejects Baku's account of captured villages" \
        --tag "front line" --tag Nagorno-Karabakh \
        "No village has changed hands, says Samvel Babayan, who is secretary of Nagorno-Karabakh's Security Council. He dismissed what the defence ministry in Baku had said earlier as false information."
}

update_1519() {
    add --ndjson - <<'JSON'
{"time": "2020-09-27T15:19:00+04:00", "headline": "Mediators press Baku and Yerevan to return to the table", "tags": ["diplomacy", "OSCE"], "sources": [{"name": "OSCE Minsk Group"}], "body": "The three diplomats who chair the OSCE Minsk Group have spoken out against the resort to arms and mourned those killed, civilians among them. They are:\n\n- Igor Popov, for Russia\n- Stephane Visconti, for France\n- Andrew Schofer, for the United States\n\nThey want the shooting to end at once, steps from either party to settle things down at the front, and fresh talks on a lasting settlement. Peaceful bargaining, they insist, is the only way out."}
JSON
}

update_1601() {
    add --time "27 Sep 2020, 16:01" \
        --headline "Erdogan vows to put Turkey's weight behind Baku" \
        --tag diplomacy --tag Turkey \
        "Turkey is at Azerbaijan's side with everything it has, and always has been, President Recep Tayyip Erdogan says. He had earlier in the day asked other countries to take the same side."
}

update_1718() {
    add --ndjson - <<'JSON'
{"time": "2020-09-27T17:18:00+04:00", "headline": "Offensive looks long prepared, analyst says", "label": "analysis", "tags": ["analysis"], "sources": [{"name": "Twitter"}], "body": "Azerbaijan seems to have laid the ground for Sunday's events well ahead, in the view of Olesya Vartanyan, who covers the South Caucasus as a senior analyst for the International Crisis Group.\n\nIn tweets on Sunday morning she set the fighting apart from that of July 2020, which in her view lacked such preparation, and warned that it might outgrow the escalation of April 2016.\n\nThe warning signs had been there for weeks and nobody acted on them, she wrote: mediators from abroad should have stepped in early, and many preferred to excuse the assault. Further silence, she believes, means *full war*."}
JSON
}

update_1755() {
    add --time "27 Sep 2020, 17:55" \
        --headline "Opposition in Baku rallies to the military" \
        --tag politics --tag Azerbaijan \
        "Azerbaijan's opposition is lining up behind the troops. Musavat and the Popular Front Party have both declared their support.

Ilgar Mammadov, who leads ReAl, commended President Ilham Aliyev and said his party endorsed what the president does about Nagorno-Karabakh as well as what he says. In Mammadov's view the campaign has to go on until Shusha is in Azerbaijani hands; the city, he said, would never be Armenian."
}

update_1800() {
    add --ndjson - <<'JSON'
{"time": "2020-09-27T18:00:00+04:00", "headline": "Martial law and curfews for parts of Azerbaijan", "key": true, "tags": ["Azerbaijan", "martial law"], "sources": [{"name": "Report.az"}, {"name": "Trend"}], "body": "Deputies in Baku have approved an order by President Ilham Aliyev that puts a number of towns and districts under martial law, according to Report.az.\n\nPeople in Baku, Ganja, Goygol and Yevlakh will also live under a curfew, as will those in some other towns, the agency Trend reports."}
JSON
}

update_1818() {
    add --time "27 Sep 2020, 18:18" \
        --headline "Azerbaijanis say they are back online" \
        --tag internet --tag Azerbaijan \
        "Users in Azerbaijan are posting that their connections work once more. The posts are several, but we have seen no official word."
}

update_1836() {
    add --time "27 Sep 2020, 18:36" \
        --headline "Armenian side counts 16 dead" \
        --tag casualties --tag Armenia --key \
        "Sixteen people on the Armenian side have been killed and more than 100 wounded, says Shushan Stepanyan, who speaks for the defence ministry in Yerevan. Her figures come from Artur Sargsyan, the deputy defence minister of Nagorno-Karabakh.

Baku has published no count of its own."
}

update_1851() {
    add --time "27 Sep 2020, 18:51" \
        --headline "Pashinyan asks the world to keep Turkey out" \
        --tag diplomacy --tag Armenia --tag Turkey \
        "Nikol Pashinyan, Armenia's prime minister, has gone on television to tell foreign powers, and the OSCE Minsk Group in particular, how grave matters are. A full war here, he argued, could spread and endanger security well beyond the region.

He asked them to head off any Turkish involvement, which he said would bring ruin to the South Caucasus, and to the countries around it."
}

update_1924() {
    add --ndjson - <<'JSON'
{"time": "2020-09-27T19:24:00+04:00", "headline": "Putin and Pashinyan discuss the crisis by phone", "tags": ["diplomacy", "Armenia", "Russia"], "sources": [{"name": "Kremlin press service"}], "body": "Armenia's prime minister, Nikol Pashinyan, and Russia's president, Vladimir Putin, have discussed Nagorno-Karabakh by phone.\n\nThe Kremlin's account has Putin deeply worried that major combat has broken out again. What matters, it says, is that everyone does their utmost to keep the conflict from growing and, above all, that the fighting ends."}
JSON
}

update_1947() {
    add --ndjson - <<'JSON'
{"time": "2020-09-27T19:47:00+04:00", "headline": "Hackers plant a false report on news.am", "label": "fact check", "tags": ["disinformation", "Armenia"], "body": "Hackers broke into news.am, one of Armenia's largest news sites, in the course of the day and posted an invented report. It had Prime Minister Nikol Pashinyan telling Armenians to leave Nagorno-Karabakh. **He said no such thing.**\n\nMany newsrooms in Azerbaijan repeated the report.", "media": [{"type": "image", "url": "images/karabakh-fake-article.svg", "alt": "Drawing of a browser window whose article is struck through in red", "caption": "A drawing in place of the screenshot of the invented report that armiya.az carried.", "credit": "armiya.az", "width": 1200, "height": 675}]}
JSON
}

update_2023() {
    add --time "27 Sep 2020, 20:23" \
        --headline "Baku says its guns now command the road to Vardenis" \
        --tag "front line" --tag Azerbaijan \
        "Azerbaijan's army can see the Vardenis-Martakert (Aghdara) highway and can hit it with small arms and artillery alike, the defence ministry in Baku says. The road is a link between Armenia and Nagorno-Karabakh."
}

update_2029() {
    add --time "27 Sep 2020, 20:29" \
        --headline "State websites go dark in Azerbaijan" \
        --tag internet --tag Azerbaijan \
        "Several official sites in Azerbaijan cannot be reached at present. Among them:

- the ministries of defence, foreign affairs and the interior
- the conscription and mobilisation service
- the office of the prosecutor general"
}

update_2046() {
    add --ndjson - <<'JSON'
{"time": "2020-09-27T20:46:00+04:00", "headline": "Family of five killed in Naftalan, Baku prosecutors say", "key": true, "tags": ["casualties", "Azerbaijan"], "sources": [{"name": "Report.az"}], "body": "Armenian artillery has killed five members of one family, all of them civilians, in Azerbaijan's Naftalan district, the prosecutor general's office has told Report.az. It says the fire was aimed at residents.\n\nBefore that, the office had counted 14 wounded civilians since hostilities broke out."}
JSON
}

update_2125() {
    add --time "27 Sep 2020, 21:25" \
        "We are closing this page for the night and will reopen it only for news that cannot wait. Our reporting [resumes on Monday morning](https://example.org/live/2020-09-28-karabakh)."
}


# --- The story -------------------------------------------------------------------------

"$blogctl" new "$story" --schema ../schemas/story.schema.json --from-json - <<'JSON'
{
  "story": {
    "id": "2020-09-27-karabakh",
    "headline": "Heavy fighting in Nagorno-Karabakh: how day one unfolded",
    "language": "en",
    "timezone": "Asia/Tbilisi",
    "status": "ended",
    "coverage_start": "2020-09-27T11:52:00+04:00",
    "coverage_end": "2020-09-27T21:25:00+04:00",
    "summary": "Armenian and Azerbaijani forces fought along the Nagorno-Karabakh front on Sunday. Civilians died, martial law followed in Armenia, Azerbaijan and Nagorno-Karabakh, and mediators asked for calm while Turkey sided with Baku.",
    "url": "https://example.org/live/2020-09-27-karabakh",
    "authors": [{"name": "Caucasus desk"}],
    "tags": ["Nagorno-Karabakh", "Armenia", "Azerbaijan", "conflict"],
    "publisher": {
      "name": "Example News",
      "url": "https://example.org",
      "logo": "https://example.org/logo.png"
    },
    "image": {
      "url": "images/karabakh-shelling.svg",
      "alt": "Drawing of dark hills at dusk with two columns of smoke far away",
      "caption": "A drawing in place of the Armenpress picture that is said to show Stepanakert under fire.",
      "credit": "Armenpress",
      "width": 1600,
      "height": 900
    },
    "about": {
      "name": "Fighting in Nagorno-Karabakh, September 2020",
      "location": "Nagorno-Karabakh",
      "start": "2020-09-27"
    },
    "related": [
      {
        "headline": "Nagorno-Karabakh: live coverage of the second day",
        "url": "https://example.org/live/2020-09-28-karabakh",
        "rel": "next"
      },
      {
        "headline": "Baku summons its reserves and takes over pickup trucks",
        "url": "https://example.org/2020/baku-summons-reserves",
        "rel": "related"
      }
    ],
    "body": "Baku and Stepanakert both speak of harm to civilians as Azerbaijan's army mounts an operation along the whole of the Nagorno-Karabakh front.\n\n*Newer reports are [on the page for the second day](https://example.org/live/2020-09-28-karabakh).*\n\nTwo civilians have died, according to Artak Beglaryan, the human rights defender of Nagorno-Karabakh. Armenian social media are full of footage said to show shells landing in and around Stepanakert.\n\nThe defence ministry in Baku says Armenian fire on villages near the front has left civilians dead and injured. It gives no figures.\n\nInternet access has been cut back all over Azerbaijan. The government presents the step as a guard against provocations, and its communication ministry has asked the public to bear with it.\n\nTanks and artillery are part of the Azerbaijani operation, Baku says. It acknowledged on Sunday morning that one helicopter was brought down.\n\nArayik Harutyunyan, who is president of Nagorno-Karabakh, has put the territory under martial law and ordered a full mobilisation.\n\n## How the week led up to this\n\nStrain had been building for days. On Monday, 21 September, the State Service for Mobilisation and Conscription in Azerbaijan said that reservists, officers included, were wanted for training, for checks and for special gatherings that it did not explain. Pickup trucks in private hands were taken for the army as well.\n\nThe background is in our earlier story: [Baku summons its reserves and takes over pickup trucks](https://example.org/2020/baku-summons-reserves).\n\nOn Thursday, 24 September, the embassies of the United States in Yerevan and Baku put out safety alerts. The one in Baku advised Americans to stay on the Absheron Peninsula.\n\nWe add to this page whenever there is news.",
    "note": "A word on style: when we name offices, bodies or political roles in South Ossetia, Nagorno-Karabakh or Abkhazia we leave out labels such as *unrecognised* or *de facto*, because they make the text heavy. Their absence says nothing about how we see the status of these places."
  }
}
JSON


# --- Filing ----------------------------------------------------------------------------
#
# In the order in which the desk got to them, not in which they happened: blogctl puts
# each in its place. Where the line dropped, the same command was simply sent again:
# same time, same content, same id, so it changes nothing.

update_1245
update_1152
update_1313
update_1302
update_1302     # again
update_1436
update_1409
update_1519
update_1422
update_1718
update_1601
update_1512
update_1436     # again, with its correction
update_1836
update_1800
update_1755
update_1152     # again, hours later
update_1947
update_1818
update_1924
update_2046
update_1851
update_2125
update_2029
update_2023
update_2125     # again: was that really sent?


# --- Publishing ------------------------------------------------------------------------

"$blogctl" validate "$story"
"$blogctl" export "$story" -f json -f rss -f html -o "$out/"
cp -R "$(dirname "$0")/images" "$out/"
