"""A firm with something of everything: files of a few lines for each kind that names others."""

from __future__ import annotations

COMPANIES = (
    "company,name,sector,subsector,stage,geography,founded,currency,status\n"
    "C1,Tern Robotics AG,Industrial,Robotics,Series A,DE,2016,EUR,active\n"
    "C2,Sable Health Ltd,Health,,Seed,GB,2018-05-14,GBP,failed\n"
)
INVESTMENTS = (
    "investment,fund,company,date,round,instrument,ownership,lead_partner,source_channel\n"
    "I1,AQ1,C1,2020-06-15,Series A,preferred,12%,U1,referral\n"
    "I2,AQ1,C2,2021-02-01,Seed,note,0.08,U2,\n"
)
TEAM = (
    "user,name,email,role\n"
    "U1,Ada Moreau,Ada@Firm.example,partner\n"
    "U2,Ben Okafor,ben@firm.example,associate\n"
)
DEALS = (
    "deal,fund,company_name,sourced_at,source_channel,sector,owner,check_size,outcome,pass_reason\n"
    "P1,AQ1,Tern Robotics AG,2020-01-10,referral,Industrial,U1,2500000,closed,\n"
    "P2,AQ1,Marl Foods,2020-02-20,conference,Food,U2,,passed,too early\n"
)
# in the order in which they can be imported
FILES = (
    ("companies", COMPANIES),
    ("investments", INVESTMENTS),
    ("team_members", TEAM),
    ("pipeline_deals", DEALS),
)
