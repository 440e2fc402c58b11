import type { ReactNode } from 'react'
import { ThemeButton } from '../app/theme-button.js'
import './people.css'

export interface DoorPageProps {
  readonly title: string
  readonly children: ReactNode
}

/** A page before the door: one sheet in the middle, with a form on it. */
export function DoorPage({ title, children }: DoorPageProps) {
  return (
    <div className="door">
      <header className="door-head">
        <span className="brand">
          Corri<b>genda</b>
        </span>
        <ThemeButton />
      </header>
      <main className="door-sheet">
        <h1>{title}</h1>
        {children}
      </main>
      <p className="door-foot">An editor for scholarly editions of historical documents</p>
    </div>
  )
}
