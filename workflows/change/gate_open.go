package change

// UpdateAnswered is the wire name of what answers as soon as the gate has.
const UpdateAnswered = "gate-answered"

// ThroughGate is the state of a change that comes through the gate. frame is the
// standard change whose frame is looked at; name is what the service is called.
func ThroughGate(provider, person, frame, name string, d Deployment) State {
	return State{Kind: Automated, Provider: provider, Gate: &Gate{Deployment: d, Frame: frame, By: person},
		Content: Content{Title: DeploymentTitle(name, d), Items: []string{d.Service}, Template: frame, Unavailability: Unavailability{None: true}}}
}

// DeploymentTitle names a deployment.
func DeploymentTitle(service string, d Deployment) string {
	return "Uitrol van " + service + " (" + short(d.Commit) + ") naar " + d.Environment
}

// short is a commit as people write it.
func short(commit string) string {
	if r := []rune(commit); len(r) > 12 {
		return string(r[:12])
	}
	return commit
}
