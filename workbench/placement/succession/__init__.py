"""What follows a plan: decrees in their order, their trial, who retires next and who could follow."""
