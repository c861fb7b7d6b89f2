package berth.approval_test

import data.berth.approval

# A small development environment of a new project.
question := {
	"request": {
		"reference": "BR-7F3K2M9QXA",
		"kind": "create-project",
		"channel": "mail",
		"project": "payments",
		"costCentre": "CC-1042",
		"reason": "",
	},
	"requester": {"id": "mara", "groups": []},
	"change": {
		"stage": "dev",
		"regions": ["east"],
		"size": "S",
		"items": [],
		"environment": "payments-dev",
		"specHash": "sha256:00",
		"paths": [],
		"placements": [],
	},
	"cost": {"currency": "EUR", "before": 0, "after": 40, "delta": 40, "priceBook": "2026-01"},
	"budgets": [],
	"history": {"previousSize": null, "environments": 0},
	"settings": {},
	"now": "2026-01-05T09:00:00Z",
}

under(settings) := object.union(question, {"settings": settings})

costing(asked, delta) := object.union(asked, {"cost": {"after": delta, "delta": delta}})

for_production(asked) := object.union(asked, {"change": {"stage": "prod", "environment": "payments-prod"}})

removing(asked, loses) := object.union(asked, {
	"request": {"kind": "decommission"},
	"change": {"loses": loses},
	"cost": {"before": 40, "after": 0, "delta": -40},
})

names(answer) := [stage.name | some stage in answer.stages]

# ---- stages

test_lead_decides_about_everything_without_settings if {
	approval.answer == {
		"stages": [{
			"name": "lead",
			"mode": "any",
			"of": ["project-lead"],
			"about": ["content", "cost", "placement"],
			"onExpiry": "deny",
			"mayDelegate": true,
			"why": "The project's lead decides about every change",
		}],
		"autoApproval": null,
		"denials": [],
		"problems": [],
	} with input as question
}

test_owner_decides_about_cost_from_threshold_on if {
	answer := approval.answer with input as costing(under({"cost": {"ownerFrom": 500}}), 500)
	names(answer) == ["lead", "cost"]
	answer.stages[0].about == ["content", "placement"]
	answer.stages[1].of == ["cost-centre-owner"]
	answer.stages[1].about == ["cost"]
	answer.stages[1].why == "The owner of the cost centre decides: 500.00 EUR more a month reaches 500.00 EUR"
}

test_lead_decides_about_cost_below_threshold if {
	answer := approval.answer with input as costing(under({"cost": {"ownerFrom": 500}}), 499.99)
	names(answer) == ["lead"]
	"cost" in answer.stages[0].about
}

budget(kind, name, warn_at, share) := {
	"owner": {"kind": kind, "name": name},
	"currency": "EUR",
	"limit": 1000,
	"warnAt": warn_at,
	"standing": 0,
	"wanted": 40,
	"share": share,
}

taking(asked, share) := object.union(asked, {"budgets": [
	budget("project", "payments", 0.9, 0.1),
	budget("cost-centre", "CC-1042", 0.8, share),
]})

at_budget := {"cost": {"ownerAtBudget": true}}

test_owner_decides_when_a_budget_runs_low if {
	answer := approval.answer with input as taking(under(at_budget), 0.8)
	names(answer) == ["lead", "cost"]
	why := "The owner of the cost centre decides: the budget of cost centre CC-1042 is taken to 80 % or more"
	answer.stages[1].why == why
}

test_owner_is_left_alone_below_warning if {
	answer := approval.answer with input as taking(under(at_budget), 0.79)
	names(answer) == ["lead"]
	unasked := approval.answer with input as taking(question, 0.8)
	names(unasked) == ["lead"]
}

test_owner_is_left_alone_by_what_makes_it_cheaper if {
	answer := approval.answer with input as costing(taking(under(at_budget), 0.95), -1)
	names(answer) == ["lead"]
}

test_production_may_need_two_leads if {
	settings := {"prod": {"leads": 2}}
	answer := approval.answer with input as for_production(under(settings))
	names(answer) == ["lead"]
	answer.stages[0].mode == "n-of"
	answer.stages[0].count == 2
	elsewhere := approval.answer with input as under(settings)
	elsewhere.stages[0].mode == "any"
}

test_one_lead_is_no_quorum if {
	answer := approval.answer with input as for_production(under({"prod": {"leads": 1}}))
	answer.stages[0].mode == "any"
	not "count" in object.keys(answer.stages[0])
}

test_production_may_need_others_as_well if {
	settings := {"prod": {"also": ["security", "group:berth-payments-qa"]}}
	answer := approval.answer with input as for_production(under(settings))
	names(answer) == ["lead", "prod"]
	answer.stages[1].mode == "all"
	answer.stages[1].of == ["security", "group:berth-payments-qa"]
	elsewhere := approval.answer with input as under(settings)
	names(elsewhere) == ["lead"]
}

test_stages_wait_as_their_settings_say if {
	settings := {
		"deadline": "5d",
		"onExpiry": "park",
		"cost": {"ownerFrom": 10},
		"stages": {"cost": {"deadline": "2d", "mayDelegate": false}},
	}
	answer := approval.answer with input as under(settings)
	[lead, cost] := answer.stages
	object.filter(lead, ["deadline", "onExpiry", "mayDelegate"]) == {
		"deadline": "5d",
		"onExpiry": "park",
		"mayDelegate": true,
	}
	object.filter(cost, ["deadline", "onExpiry", "mayDelegate"]) == {
		"deadline": "2d",
		"onExpiry": "park",
		"mayDelegate": false,
	}
}

# ---- approval without people

small_changes := {"autoApprove": {"stages": ["dev", "test"], "below": 50}}

test_small_changes_are_approved_with_evidence if {
	answer := approval.answer with input as under(small_changes)
	answer.stages == []
	answer.autoApproval == {
		"rule": "autoApprove",
		"evidence": [
			"Stage dev is one of dev, test",
			"40.00 EUR more a month is below 50.00 EUR",
			"No data is lost",
		],
	}
}

test_dear_changes_are_not_approved_by_themselves if {
	answer := approval.answer with input as costing(under(small_changes), 50)
	answer.autoApproval == null
	names(answer) == ["lead"]
}

test_what_the_owner_is_asked_about_is_not_approved_by_itself if {
	settings := object.union(small_changes, {"cost": {"ownerFrom": 40}})
	answer := approval.answer with input as under(settings)
	answer.autoApproval == null
	names(answer) == ["lead", "cost"]
}

test_production_is_never_approved_by_itself if {
	answer := approval.answer with input as for_production(under(small_changes))
	answer.autoApproval == null
	names(answer) == ["lead"]
}

test_not_even_when_settings_say_so if {
	answer := approval.answer with input as for_production(under({"autoApprove": {"stages": ["prod"], "below": 50}}))
	answer.autoApproval == null
	answer.stages == []
	answer.problems == ["approval.autoApprove.stages must be a list out of dev, test and staging"]
}

test_removal_that_loses_data_is_never_approved_by_itself if {
	answer := approval.answer with input as removing(under(small_changes), ["postgresql ledger"])
	answer.autoApproval == null
	names(answer) == ["lead"]
}

test_removal_without_data_may_be_approved_by_itself if {
	answer := approval.answer with input as removing(under(small_changes), [])
	answer.autoApproval.evidence[1] == "-40.00 EUR more a month is below 50.00 EUR"
}

test_removal_that_does_not_say_what_it_loses_is_for_people if {
	asked := removing(under(small_changes), [])
	silent := object.union(object.remove(asked, ["change"]), {"change": object.remove(asked.change, ["loses"])})
	answer := approval.answer with input as silent
	answer.autoApproval == null
}

# ---- denials

test_above_limit_is_denied if {
	settings := object.union(small_changes, {"cost": {"limit": 30}})
	answer := approval.answer with input as under(settings)
	answer.stages == []
	answer.autoApproval == null
	[denial] := answer.denials
	denial.rule == "cost.limit"
	denial.reason == "payments-dev would cost 40.00 EUR a month, above the limit of 30.00 EUR"
}

test_at_limit_is_not_denied if {
	answer := approval.answer with input as under({"cost": {"limit": 40}})
	answer.denials == []
}

test_cheaper_is_not_denied_above_limit if {
	asked := object.union(under({"cost": {"limit": 30}}), {"cost": {"before": 90, "after": 40, "delta": -50}})
	answer := approval.answer with input as asked
	answer.denials == []
	names(answer) == ["lead"]
}

# ---- settings that mean nothing

wrong_settings := {
	"approval.cots is no setting": {"cots": {}},
	"approval.cost.owner is no setting. Known are: limit, ownerAtBudget, ownerFrom": {"cost": {"owner": 5}},
	"approval.stages.leads is no setting": {"stages": {"leads": {}}},
	"approval.stages.lead.count is no setting": {"stages": {"lead": {"count": 2}}},
	"approval.cost must be a block": {"cost": 500},
	"approval.stages.lead must be a block": {"stages": {"lead": null}},
	"approval.cost.ownerFrom must be an amount": {"cost": {"ownerFrom": "500"}},
	"approval.cost.limit must be an amount": {"cost": {"limit": -1}},
	"approval.deadline must be a number and s, m, h or d": {"deadline": "3 days"},
	"approval.stages.cost.deadline must be a number": {"stages": {"cost": {"deadline": 3}}},
	"approval.onExpiry must be deny or park": {"onExpiry": "allow"},
	"approval.mayDelegate must be true or false": {"mayDelegate": "no"},
	"approval.prod.leads must be a whole number": {"prod": {"leads": 0}},
	"approval.prod.also must be a list": {"prod": {"also": "security"}},
	"approval.prod.also must be a list of roles": {"prod": {"also": ["secutiry"]}},
	"approval.autoApprove.stages must be a list": {"autoApprove": {"stages": "dev", "below": 5}},
	"approval.autoApprove needs below": {"autoApprove": {"stages": ["dev"]}},
	"approval.autoApprove needs stages": {"autoApprove": {"below": 50}},
}

test_wrong_settings_are_named_and_nobody_decides_by_them if {
	every problem, settings in wrong_settings {
		answer := approval.answer with input as under(settings)
		some found in answer.problems
		startswith(found, problem)
		answer.stages == []
		answer.autoApproval == null
	}
}

test_every_setting_at_once_is_fine if {
	answer := approval.answer with input as under({
		"deadline": "5d",
		"onExpiry": "park",
		"mayDelegate": false,
		"cost": {"ownerFrom": 500, "ownerAtBudget": true, "limit": 5000},
		"prod": {"leads": 2, "also": ["security"]},
		"autoApprove": {"stages": ["dev", "test", "staging"], "below": 50},
		"stages": {"lead": {"deadline": "1d"}, "cost": {"onExpiry": "deny"}, "prod": {"mayDelegate": true}},
	})
	answer.problems == []
}

# ---- words

test_amounts_have_two_digits if {
	texts := [text |
		some delta in [0.5, 12.345, 1234567, 99.999]
		answer := approval.answer with input as costing(under({"cost": {"ownerFrom": 0}}), delta)
		text := split(split(answer.stages[1].why, ": ")[1], " more")[0]
	]
	texts == ["0.50 EUR", "12.35 EUR", "1234567.00 EUR", "100.00 EUR"]
}
