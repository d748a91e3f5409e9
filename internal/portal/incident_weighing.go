package portal

import (
	"termijn/workflows/incident"
)

// incidentWeighing is the form that weighs impact and urgency anew. Its second
// button shows what would become of the target before anything is sent.
func (p *portal) incidentWeighing() {
	serve(p, incident.Name, incidentForm[incident.Weighing]{command: incident.Prioritise,
		ask: []ask{askOne("impact", incident.Degrees...), askOne("urgency", incident.Degrees...), askText("reason", 4)},
		fill: func(r incidentReader, _ string) Form {
			return newForm("impact", r.own.Impact, "urgency", r.own.Urgency)
		},
		draw: drawTargets})
}

// drawTargets lays the present target beside the one that is chosen.
func drawTargets(page *commandPage, r incidentReader) {
	page.More = r.say.T("incident.page.weigh.show")
	page.Facts = facts(r.say.T("incident.page.weigh.now"), r.promise(r.own.Priority))
	to := r.own.Policy.Priorities[page.Form.Value("impact")+"/"+page.Form.Value("urgency")]
	switch {
	case to == "":
	case to == r.own.Priority:
		page.Facts = append(page.Facts, fact{r.say.T("incident.page.weigh.then"), r.say.T("incident.page.weigh.same", "Priority", titled(r.say, "incident.priority.", to))})
	default:
		page.Facts = append(page.Facts, fact{r.say.T("incident.page.weigh.then"), r.promise(to)})
		if k, ok := r.target(to); ok && k.Result.Due != nil && !k.Result.Due.After(r.Now) {
			page.Warnings = append(page.Warnings, r.say.T("incident.page.weigh.late"))
		}
	}
	if to == incident.Critical && r.own.Priority != incident.Critical {
		page.Warnings = append(page.Warnings, r.say.T("incident.page.weigh.critical"))
	}
}

// promise is a priority with the target that it has, and until when that would be.
func (r incidentReader) promise(priority string) string {
	name := titled(r.say, "incident.priority.", priority)
	k, ok := r.target(priority)
	if !ok || k.Result.Due == nil {
		return name
	}
	if now, running := r.clock(r.own.Clock); running && priority == r.own.Priority {
		k = now
	}
	return r.say.T("incident.page.weigh.promise", "Priority", name, "Due", r.say.Deadline(*k.Result.Due))
}
