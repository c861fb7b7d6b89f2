# Who decides about a change, by the settings under `approval:` in the fleet's organisation.yaml. Without settings one
# of the project's leads decides about everything. Copy it and write your own: what it is asked and what it may answer is
# described in docs/approvals.md. It is a pure function of its input: no clock, no network.
package berth.approval

# METADATA
# description: What Berth reads. Everything below only serves it.
# entrypoint: true
answer := {
	"stages": stages,
	"autoApproval": auto_approval,
	"denials": sort(denials),
	"problems": sort(problems),
}

# ---- stages, in the order in which they are asked

# Nobody is asked about what is refused, or what is approved already.
default stages := []

stages := array.concat([lead], array.concat(cost_stages, prod_stages)) if {
	is_decided_by_people
	auto_approval == null
}

is_decided_by_people if {
	count(problems) == 0
	count(denials) == 0
}

lead := stage("lead", lead_quorum, {
	"of": ["project-lead"],
	"about": [aspect | some aspect in ["content", "cost", "placement"]; not is_left_to_owner(aspect)],
	"why": lead_why,
})

default lead_quorum := {"mode": "any"}

lead_quorum := {"mode": "n-of", "count": input.settings.prod.leads} if wants_more_leads

default lead_why := "The project's lead decides about every change"

lead_why := sprintf("%d leads of the project decide about production", [input.settings.prod.leads]) if wants_more_leads

wants_more_leads if {
	input.change.stage == "prod"
	input.settings.prod.leads > 1
}

is_left_to_owner(aspect) if {
	aspect == "cost"
	count(owner_reasons) > 0
}

cost_stages := [stage("cost", {"mode": "any"}, {
	"of": ["cost-centre-owner"],
	"about": ["cost"],
	"why": sprintf("The owner of the cost centre decides: %s", [concat("; ", owner_reasons)]),
}) |
	count(owner_reasons) > 0
]

owner_reasons := array.concat(
	[sprintf("%s more a month reaches %s", [money(input.cost.delta), money(from)]) |
		from := input.settings.cost.ownerFrom
		input.cost.delta >= from
	],
	[sprintf("the budget of %s %s is taken to %v %% or more", [kind, budget.owner.name, round(budget.warnAt * 100)]) |
		input.settings.cost.ownerAtBudget
		input.cost.delta > 0
		some budget in input.budgets
		budget.share >= budget.warnAt
		kind := replace(budget.owner.kind, "-", " ")
	],
)

prod_stages := [stage("prod", {"mode": "all"}, {
	"of": also,
	"about": ["content", "placement"],
	"why": sprintf("Production is also decided about by %s", [concat(" and ", also)]),
}) |
	input.change.stage == "prod"
	also := input.settings.prod.also
]

# How a stage waits: what is said for this stage, else what is said for all, else this.
stage(name, quorum, demand) := object.union_n([
	{"name": name, "onExpiry": "deny", "mayDelegate": true},
	object.filter(input.settings, object.keys(waiting)),
	object.get(input.settings, ["stages", name], {}),
	quorum,
	demand,
])

# ---- approval without people

default auto_approval := null

auto_approval := {"rule": "autoApprove", "evidence": evidence} if {
	is_decided_by_people
	input.change.stage != "prod"
	input.change.stage in input.settings.autoApprove.stages
	input.cost.delta < input.settings.autoApprove.below
	count(owner_reasons) == 0
	not may_lose_data
	evidence := [
		sprintf("Stage %s is one of %s", [input.change.stage, concat(", ", input.settings.autoApprove.stages)]),
		sprintf("%s more a month is below %s", [money(input.cost.delta), money(input.settings.autoApprove.below)]),
		"No data is lost",
	]
}

may_lose_data if {
	input.request.kind == "decommission"
	object.get(input.change, "loses", ["unknown"]) != []
}

# ---- denials

denials contains {
	"rule": "cost.limit",
	"reason": sprintf("%s would cost %s a month, above the limit of %s", [
		input.change.environment,
		money(input.cost.after),
		money(limit),
	]),
	"mend": "Choose a smaller size, fewer items or fewer clusters; or have approval.cost.limit raised in organisation.yaml",
} if {
	limit := input.settings.cost.limit
	input.cost.after > limit

	# What makes it cheaper is never refused for its cost.
	input.cost.delta > 0
}

# ---- settings that mean nothing: nobody decides by them until they are mended

problems contains sprintf("%s.%s is no setting. Known are: %s", [path, key, known]) if {
	some path, block in written
	some key, _ in block
	not expected[path][key]
	known := concat(", ", sort(object.keys(expected[path])))
}

problems contains sprintf("%s.%s must be %s", [path, key, expected[path][key]]) if {
	some path, block in written
	some key, value in block
	not fits(expected[path][key], value)
}

problems contains sprintf("approval.autoApprove needs %s", [key]) if {
	some key in ["stages", "below"]
	not key in object.keys(input.settings.autoApprove)
}

written["approval"] := input.settings

written[sprintf("approval.%s", [name])] := block if {
	some name, block in input.settings
	is_object(block)
}

written[sprintf("approval.stages.%s", [name])] := block if {
	some name, block in input.settings.stages
	is_object(block)
}

waiting := {
	"deadline": "a number and s, m, h or d, such as \"3d\"",
	"onExpiry": "deny or park",
	"mayDelegate": "true or false",
}

expected := {
	"approval": object.union(waiting, {
		"cost": "a block",
		"prod": "a block",
		"autoApprove": "a block",
		"stages": "a block",
	}),
	"approval.cost": {
		"ownerFrom": "an amount, 0 or more",
		"ownerAtBudget": "true or false",
		"limit": "an amount, 0 or more",
	},
	"approval.prod": {"leads": "a whole number, 1 to 9", "also": "a list of roles and group:<name>"},
	"approval.autoApprove": {"stages": "a list out of dev, test and staging", "below": "an amount, 0 or more"},
	"approval.stages": {"lead": "a block", "cost": "a block", "prod": "a block"},
	"approval.stages.lead": waiting,
	"approval.stages.cost": waiting,
	"approval.stages.prod": waiting,
}

fits("a block", value) if is_object(value)

fits("true or false", value) if is_boolean(value)

fits("deny or park", value) if value in ["deny", "park"]

fits("a number and s, m, h or d, such as \"3d\"", value) if regex.match(`^[1-9][0-9]{0,3}[smhd]$`, value)

fits("an amount, 0 or more", value) if {
	is_number(value)
	value >= 0
}

fits("a whole number, 1 to 9", value) if value in numbers.range(1, 9)

fits("a list out of dev, test and staging", value) if {
	is_array(value)
	every stage_name in value { stage_name in ["dev", "test", "staging"] }
}

fits("a list of roles and group:<name>", value) if {
	is_array(value)
	count(value) > 0
	every role in value { is_role(role) }
}

is_role(name) if name in ["project-lead", "cost-centre-owner", "platform-operator", "security", "support"]

is_role(name) if startswith(name, "group:")

# ---- words

money(amount) := sprintf("%s%d.%02d %s", [sign(amount), floor(cents / 100), cents % 100, input.cost.currency]) if {
	cents := round(abs(amount) * 100)
}

sign(amount) := "-" if amount < 0

sign(amount) := "" if amount >= 0
